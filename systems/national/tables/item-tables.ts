import { table } from '../table.schema.ts'

/** What every kind of item says of itself and of the organ that carries it out. */
const common = (useLevel: number, localCode: '' | '!') => `
by_law varchar(256)! 设定依据
catalog_code varchar(12)! 基本编码
dept_code varchar(50)! 实施主体编码
dept_name varchar(200)! 实施主体
dept_type varchar(2)! 实施主体性质 = dept-type
entrust_name varchar(100) 委托部门
handle_flow varchar(256)! 办理流程
link_way varchar(256)! 咨询方式
local_catalog_code varchar(50) 地方基本编码
local_task_code varchar(50)${localCode} 地方实施编码
plan_cancel_date datetime 计划取消日期
plan_effective_date datetime 计划生效日期
supervise_way varchar(256)! 监督投诉方式
task_code varchar(36)! 实施编码
task_handle_item varchar(50) 业务办理项编码
task_name varchar(1000)! 事项名称
task_state varchar(2)! 事项状态 = task-state
task_type varchar(2)! 事项类型 = task-type
task_version int! 事项版本
use_level varchar(${useLevel})! 行使层级 = use-level`

const powerSource = 'power_source varchar(2)! 权力来源 = power-source'

const statutory = (must: '' | '!') => `
anticipate_day int${must} 法定办结时限
anticipate_explain varchar(256) 法定办结时限说明
anticipate_type varchar(2)${must} 法定办结时限单位 = day-type`

const promised = (must: '' | '!') => `
promise_day int${must} 承诺办结时限
promise_explain varchar(256) 承诺办结时限说明
promise_type int${must} 承诺办结时限单位 = day-type`

/** What an applicant needs to know besides. */
const service = `
accept_condition varchar(256)! 受理条件
app_is_single_login varchar(2)! 移动端是否对接单点登录 = yes-no
fee_basis varchar(256) 收费依据
handle_type varchar(5) 办理形式 = handle-type
is_fee varchar(2)! 是否收费 = yes-no
is_single_login varchar(2)! 计算机端是否对接单点登录 = yes-no
limit_scene_num int! 到办事现场次数
link_addr varchar(256) 计算机端在线办理跳转地址
mobile_terminal_url varchar(500) 移动端办理地址
project_type varchar(2)! 办件类型 = project-type
server_type varchar(32)! 服务对象 = server-type
special_procedure varchar(500)! 特别程序
transact_addr varchar(500)! 办理地点
transact_time varchar(500)! 办理时间`

/** Which item a row belongs to. */
const belongs = `
task_code varchar(36)! 实施编码
task_guid varchar(50)! 事项唯一标识
task_handle_item varchar(50) 业务办理项编码`

const extension = (resultType: number) => `${belongs}
corp_character_topic_type varchar(100) 面向法人地方特色主题分类
corp_topic_type varchar(40) 面向法人事项主题分类
extend_field varchar(2000) 扩展字段
handle_area varchar(2) 通办范围 = handle-area
is_entry_center varchar(2)! 是否进驻政务大厅 = yes-no
is_express varchar(2)! 是否支持物流快递 = yes-no
is_online varchar(2)! 是否网办 = yes-no
is_pay_online varchar(2)! 是否支持网上支付 = yes-no
is_schedule varchar(2) 是否支持预约办理 = yes-no
is_service_terminals varchar(2) 是否支持终端办理 = yes-no
limit_scene_explain varchar(1000) 办理现场办理原因说明
online_handle_depth varchar(20) 网上办理深度
online_handle_url varchar(256) 网办地址
other_dept varchar(200) 联办机构
result_guid varchar(256) 审批结果样本
result_name varchar(200) 审批结果名称
result_type varchar(${resultType})! 审批结果类型 = result-type
service_type varchar(500) 中介服务
town_code varchar(18) 乡镇街道代码
town_name varchar(200) 乡镇街道名称
user_character_topic_type varchar(100) 面向自然人地方特色主题分类
user_topic_type varchar(40) 面向自然人事项主题分类
village_code varchar(18) 村居社区代码
village_name varchar(200) 村居社区名称`

const material = `${belongs}
accept_stand varchar(256) 受理标准
by_law varchar(256) 要求提供材料的依据
example_guid varchar(256) 示例样表
fill_explain varchar(500) 填报须知
form_guid varchar(256) 空白表格
is_need varchar(2)! 材料必要性 = need
material_format varchar(2) 材料形式 = material-format
material_name varchar(200)! 材料名称
material_type varchar(2) 材料类型 = material-type
order_num int! 排序
page_format varchar(200) 纸质材料规格
page_num int 纸质材料份数
remark varchar(256) 备注
source_explain varchar(500) 来源渠道说明
source_type varchar(2) 来源渠道 = source-type`

const fee = `${belongs}
by_law varchar(256) 收费依据
desc_explain varchar(256) 允许减免依据
fee_name varchar(200)! 收费项目名称
fee_stand varchar(256)! 收费标准
is_desc varchar(2) 是否允许减免 = yes-no
order_num int! 排序
remark varchar(1000) 备注`

const question = `${belongs}
answer varchar(256)! 答案
order_num int! 排序
question varchar(1000)! 问题`

/**
 * 事项表 The tables of items, province to State. Names, lengths and which may be empty were read in a public copy of the tables;
 * the columns with which its publisher runs its own house (`id`, `create_…`, `update_…`, `tenant_id`, `version`) are left out.
 */
export const itemTables = [
  table(
    'up_task_directory',
    'item',
    '政务服务事项基本目录',
    `
by_law varchar(256)! 设定依据
catalog_code varchar(12)! 基本编码
local_catalog_code varchar(50) 地方基本编码
plan_cancel_date datetime 计划取消日期
plan_effective_date datetime 计划生效日期
task_name varchar(1000)! 事项名称
task_state varchar(2)! 事项状态 = task-state
task_type varchar(2)! 事项类型 = task-type
task_version int! 事项版本
use_level varchar(11)! 行使层级 = use-level`,
  ),
  table(
    'up_task_general_basic',
    'item',
    '许可、给付、奖励、确认、裁决、其他类事项 基本信息',
    `${common(11, '')}\n${powerSource}\n${statutory('!')}\n${promised('!')}\n${service}`,
  ),
  table(
    'up_task_general_extend',
    'item',
    '许可、给付、奖励、确认、裁决、其他类事项 扩展信息',
    `${extension(30)}\nlimit_explain varchar(256) 数量限制`,
  ),
  table('up_task_general_material', 'item', '许可、给付、奖励、确认、裁决、其他类事项 材料目录信息', material),
  table('up_task_general_fee_project', 'item', '许可、给付、奖励、确认、裁决、其他类事项 收费项目信息', fee),
  table('up_task_general_questions', 'item', '许可、给付、奖励、确认、裁决、其他类事项 常见问题解答', question),
  table(
    'up_task_punish_basic',
    'item',
    '处罚类事项 基本信息',
    `${common(2, '!')}\n${powerSource}\n${statutory('')}\npunishment_method varchar(3000)! 处罚的行为、种类、幅度`,
  ),
  table('up_task_punish_questions', 'item', '处罚类事项 常见问题解答', question),
  table(
    'up_task_handle_basic',
    'item',
    '征收类事项 基本信息',
    `${common(11, '')}\n${powerSource}\n${statutory('')}
collect_type varchar(2) 征收种类
is_permit_reduce varchar(2) 是否涉及征收费减免的审批 = yes-no`,
  ),
  table('up_task_handle_material', 'item', '征收类事项 材料目录信息', material),
  table('up_task_handle_questions', 'item', '征收类事项 常见问题解答', question),
  table(
    'up_task_check_basic',
    'item',
    '强制、检查类事项 基本信息',
    `${common(11, '')}\n${powerSource}\n${statutory('')}`,
  ),
  table('up_task_check_questions', 'item', '强制、检查类事项 常见问题解答', question),
  table(
    'up_task_public_basic',
    'item',
    '公共服务类事项 基本信息',
    `${common(11, '')}\n${statutory('')}\n${promised('')}\n${service}`,
  ),
  table('up_task_public_extend', 'item', '公共服务类事项 扩展信息', extension(2)),
  table('up_task_public_material', 'item', '公共服务类事项 材料目录信息', material),
  table('up_task_public_fee_project', 'item', '公共服务类事项 收费项目信息', fee),
  table('up_task_public_questions', 'item', '公共服务类事项 常见问题解答', question),
  table(
    'up_zone_organization',
    'organ',
    '区域内实施主体信息',
    `
credit_code varchar(18)! 统一社会信用代码
exist_task varchar(2)! 部门是否存在并且行使政务服务事项 = yes-no
order_num int! 排序
org_code varchar(9) 组织机构代码
org_name varchar(100)! 部门名称
org_short_name varchar(50)! 部门简称`,
  ),
] as const
