import { table } from '../table.schema.ts'

/** 办件表 The five kinds of case records, province to State, as read; the publisher spells `result_cetr_…`, and so do receivers. */
export const caseTables = [
  table(
    'up_pro_accept',
    'case',
    '办件受理信息',
    `
accept_date datetime! 受理时间
accept_doc_no varchar(50) 受理文书编号
address varchar(1000) 通讯地址 personal
apply_date datetime! 申请时间
apply_type varchar(2)! 申请类型 = apply-type
applyer_name varchar(100)! 申请人名称 personal
applyer_page_code varchar(500)! 申请人证件号码 personal
applyer_page_type varchar(70)! 申请人证件类型 = identity-type
applyer_type varchar(2)! 申请人类型 = applicant-type
catalog_code varchar(12)! 基本编码
contact_code varchar(50) 联系人证件号码 personal
contact_mobile varchar(11) 联系人手机号码 personal
contact_name varchar(100) 联系人姓名 personal
contact_type varchar(6) 联系人证件类型 = identity-type
handle_user_name varchar(100) 受理人员
legal varchar(100) 法定代表人 personal
local_catalog_code varchar(50) 地方基本编码
local_task_code varchar(50) 地方实施编码
org_code varchar(64)! 受理部门编码
org_name varchar(100)! 受理部门
project_name varchar(1000) 办理摘要 personal
project_no varchar(50)! 办件编号
project_type varchar(2)! 办理类型 = project-type
promise_date datetime 承诺办结时间
task_code varchar(36)! 实施编码
task_handle_item varchar(50) 业务办理项编码
task_name varchar(1000)! 事项名称
task_version int! 事项版本
zip_code varchar(6) 邮编`,
  ),
  table(
    'up_pro_process',
    'case',
    '办件过程信息',
    `
event_end_time datetime! 环节结束时间
event_name varchar(2)! 业务动作 = process-action
event_start_time datetime! 环节开始时间
handle_explain varchar(2000)! 办理意见 personal
handle_user_name varchar(100)! 办理人员
process_name varchar(1000)! 办理环节名称
project_no varchar(50)! 办件编号
remark varchar(256) 备注 personal`,
  ),
  table(
    'up_pro_special_procedure',
    'case',
    '特别程序信息',
    `
applyer_user_name varchar(100) 申请人 personal
end_time datetime! 特别程序结束时间
handle_user varchar(100) 办理人
project_no varchar(50)! 办件编号
remark varchar(256) 备注 personal
result varchar(2000) 特别程序结果 personal
special_explain varchar(2000) 特别程序办理意见 personal
special_name varchar(1000)! 特别程序种类名称
special_reason varchar(2000)! 特别程序启动理由或依据 personal
special_time datetime! 特别程序开始时间
special_type varchar(2)! 特别程序种类 = special-kind`,
  ),
  table(
    'up_pro_result',
    'case',
    '办件结果信息',
    `
handle_user_name varchar(100) 办理人员
is_delivery_results varchar(2)! 是否快递递送结果 = yes-no
project_no varchar(50)! 办件编号
remark varchar(256) 备注 personal
result_cetr_name varchar(256) 结果证照名称
result_cetr_no varchar(2000) 结果证照编号 personal
result_date datetime! 办结时间
result_explain varchar(2000) 办件结果描述 personal
result_type varchar(2)! 办结结果 = end-result
satisfaction varchar(2) 满意度 = satisfaction`,
  ),
  table(
    'up_pro_material',
    'case',
    '办件材料信息',
    `
get_num varchar(5) 收取数量
get_type varchar(2)! 收取方式 = get-type
material_attach_name varchar(200) 附件名称 personal
material_name varchar(200)! 材料名称
project_no varchar(50)! 办件编号
remark varchar(1000) 备注 personal`,
  ),
] as const
