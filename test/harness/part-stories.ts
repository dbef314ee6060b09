import { itemOf } from './item.ts'
import { permitFields, permitMaterials } from './stories.ts'
import { type Walk, type WalkSettings, walk } from './walk.ts'

export const project = await itemOf('investment-project-permits')
export const restaurant = await itemOf('open-restaurant')
export const permit = await itemOf('energy-review')

export const projectFields = {
  ...permitFields,
  'project.place': '和平区示例路1号',
  'build.area': 1200,
  'builder.name': '沈阳示例建筑有限公司',
}
export const projectMaterials = {
  ...permitMaterials,
  'land-proof': 'copy',
  design: 'original',
  contract: 'copy',
  'safety-measures': 'original',
}
export const restaurantFields = {
  'applicant.name': '示例经营者',
  'contact.name': '示例联系人',
  'contact.phone': '13800000001',
  'entity.name': '和平区示例小吃店',
  'entity.kind': 'individual',
  'entity.capital': 3_000_000,
  'entity.place': '示例路2号',
  'entity.scope': '餐饮服务',
  'entity.licensed': false,
  'food.kind': 'catering',
}
export const restaurantMaterials = {
  application: 'original',
  qualification: 'original',
  premises: 'original',
  layout: 'copy',
  'food-safety-rules': 'copy',
}
const numbers: Readonly<Record<string, string>> = {
  planning: '2101022026030200000011',
  energy: '2101022026030200000029',
  construction: '2101022026030200000037',
  registration: '2101022026030200000045',
  food: '2101022026030200000053',
}

/** What the case that opened a part sees of it. */
export const there = (part: string) => ({ part, number: numbers[part]! })
export const granted = (part: string) => ({ ...there(part), outcome: 'grant', favourable: true, ended: 'grant' })
export const refused = (part: string) => ({ ...there(part), outcome: 'refuse', favourable: false, ended: 'refuse' })

/** 并联审批 A project that was accepted: planning and energy are ordered, the building waits for both. */
export function projectAt(settings: Partial<WalkSettings> & { readonly fields?: object } = {}): Walk {
  const { fields, ...rest } = settings
  const at = walk({ item: project, ...rest })
  at.act('submit', { fields: { ...projectFields, ...fields }, materials: projectMaterials })
  at.act('accept')
  return at
}

/** 一件事 A restaurant that was accepted: the registration is ordered, the food licence waits for it. */
export function restaurantAt(settings: Partial<WalkSettings> = {}): Walk {
  const at = walk({ item: restaurant, ...settings })
  at.act('submit', { fields: restaurantFields, materials: restaurantMaterials })
  at.act('accept')
  return at
}

/** 并联办件 The energy review as a part of a project. */
export function partAt(settings: Partial<WalkSettings> = {}): Walk {
  const partOf = { origin: '2101022026030200000003', part: 'energy' }
  const at = walk({ item: permit, partOf, ...settings })
  at.act('submit', { fields: permitFields, materials: permitMaterials })
  return at
}
