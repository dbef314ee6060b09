import type { Subject } from './subjects.ts'

/** 内部事项领域 What the drawers are about in which the city acts on its own money, things, people and plans. */

export const projectSubject: Subject = {
  organ: 'energy-bureau',
  office: '发展和改革部门',
  law: { law: '政府投资条例', articles: [9] },
  matters: [
    '城市道路新建项目',
    '中小学校舍改造项目',
    '污水管网更新项目',
    '社区养老设施项目',
    '公共停车场项目',
    '保障性租赁住房项目',
    '河道治理项目',
    '医院扩建项目',
    '老旧小区改造项目',
    '公园绿地项目',
  ],
  breaches: ['未批先建'],
  things: ['工程物资'],
  measures: [
    ['works.area', '建筑面积', 'm2', 8_000],
    ['works.months', '建设工期', 'month', 18],
    ['works.land', '用地面积', 'm2', 12_000],
    ['works.length', '线路长度', 'km', 6],
  ],
  papers: ['项目建议书', '可行性研究报告', '用地预审意见', '资金来源说明', '招标方案', '社会稳定风险评估意见'],
}

export const assetSubject: Subject = {
  organ: 'finance-bureau',
  office: '财政部门',
  law: { law: '行政事业性国有资产管理条例', articles: [9] },
  matters: [
    '公务用车',
    '办公用房',
    '通用办公设备',
    '专用仪器设备',
    '房屋构筑物',
    '信息化资产',
    '文物陈列品',
    '土地使用权',
  ],
  breaches: ['擅自处置国有资产'],
  things: ['国有资产'],
  measures: [
    ['asset.years', '已使用年限', 'a', 8],
    ['asset.count', '数量', 'piece', 20],
    ['asset.area', '面积', 'm2', 300],
    ['asset.repair', '年维修次数', 'time', 3],
  ],
  papers: ['资产清单', '权属证明复印件', '单位集体决策记录', '技术鉴定意见', '评估报告', '接收单位同意书'],
}

export const personnelSubject: Subject = {
  organ: 'government',
  office: '人事工作机构',
  law: { law: '公务员法', articles: [85] },
  matters: [
    '公务员调任',
    '公务员转任',
    '公务员挂职',
    '公务员登记',
    '提前退休',
    '职级晋升',
    '交流轮岗',
    '外出培训',
    '遴选报名',
  ],
  breaches: ['违规任用'],
  things: ['人事档案'],
  measures: [
    ['service.years', '已服务年限', 'a', 6],
    ['service.grassroots', '基层工作年限', 'a', 2],
    ['position.months', '任现职月数', 'month', 24],
    ['training.hours', '年度培训学时', 'h', 90],
  ],
  papers: ['本人书面申请', '单位推荐意见', '年度考核结果', '干部任免审批表', '学历学位说明', '出具的廉洁意见'],
}

export const decisionSubject: Subject = {
  organ: 'government',
  office: '政府办公机构',
  law: { law: '重大行政决策程序暂行条例', articles: [3] },
  matters: [
    '国土空间规划',
    '公共交通线网规划',
    '供水价格调整',
    '养老服务规划',
    '生态保护红线方案',
    '历史街区保护方案',
    '义务教育学区方案',
    '垃圾处理设施布局',
    '停车收费标准',
    '公共卫生体系方案',
  ],
  breaches: ['未履行法定程序'],
  things: ['决策材料'],
  measures: [
    ['effect.households', '涉及户数', 'household', 4_000],
    ['effect.years', '实施期限', 'a', 5],
    ['effect.area', '涉及面积', 'km2', 40],
    ['effect.price', '价格变动幅度', '%', 12],
  ],
  papers: ['论证材料', '比选方案', '公众意见汇总', '财政承受能力评估报告', '专家名单', '先行试点总结'],
}
