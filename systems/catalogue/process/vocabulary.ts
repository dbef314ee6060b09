import type { XmlElement } from '#kernel/markup'

/** 命名空间 Of BPMN 2.0, of its pictures, and of the engines whose words are known. */
export const bpmnUri = 'http://www.omg.org/spec/BPMN/20100524/MODEL'
export const instanceUri = 'http://www.w3.org/2001/XMLSchema-instance'
/** What our own export says beside BPMN. */
export const ownUri = 'https://plumbline.example/bpmn/1'

/** flowable:, activiti: and camunda: say the same things under the same names, zeebe: some of them. */
export const engineUris: ReadonlySet<string> = new Set([
  'http://flowable.org/bpmn',
  'http://activiti.org/bpmn',
  'http://camunda.org/schema/1.0/bpmn',
  'http://camunda.org/schema/zeebe/1.0',
])

/** Namespaces that only say how a picture looks. */
const pictureUris: readonly RegExp[] = [
  /^http:\/\/www\.omg\.org\/spec\/(?:BPMN\/20100524|DD\/20100524)\/D[CI]$/,
  /^http:\/\/www\.omg\.org\/spec\/BPMN\/non-normative\/color\//,
  /^http:\/\/bpmn\.io\/schema\/bpmn\/biocolor\//,
]
export const ofPicture = (uri: string): boolean => pictureUris.some(form => form.test(uri))

export const isBpmn = ({ uri, local }: XmlElement, ...names: readonly string[]): boolean =>
  uri === bpmnUri && (names.length === 0 || names.includes(local))

/** 活动 What somebody does; a stage each. */
export const taskKinds: ReadonlySet<string> = new Set([
  'task',
  'userTask',
  'manualTask',
  'serviceTask',
  'scriptTask',
  'businessRuleTask',
  'sendTask',
  'receiveTask',
  'callActivity',
])
/** Done by a machine in other engines; here an officer completes them. */
export const automatic: ReadonlySet<string> = new Set(['serviceTask', 'scriptTask', 'businessRuleTask', 'sendTask'])

export const scopeKinds: ReadonlySet<string> = new Set(['subProcess', 'transaction', 'adHocSubProcess'])

export const gatewayKinds: ReadonlySet<string> = new Set([
  'exclusiveGateway',
  'inclusiveGateway',
  'parallelGateway',
  'eventBasedGateway',
  'complexGateway',
])
export const eventKinds: ReadonlySet<string> = new Set([
  'startEvent',
  'endEvent',
  'intermediateCatchEvent',
  'intermediateThrowEvent',
  'boundaryEvent',
])

/** Why an element stays for an editor: by its name, or by that of one it stands in. */
export const notRun: Readonly<Record<string, string>> = {
  complexGateway: '复杂网关的条件须由编辑改写为环节条件 a complex gateway is not run',
  messageFlow: '参与方之间的消息流不驱动办件 messages between pools move no case',
  message: '消息不驱动办件 messages move no case',
  signal: '信号事件不驱动办件 signals move no case',
  escalation: '升级事件由报警和问题管控承担 escalations are alarms and problems here',
  error: '错误事件由退回、终止和报警承担 errors are returns, endings and alarms here',
  compensateEventDefinition: '补偿不自动执行，由撤销、返还等动作承担 compensation is not run',
  messageEventDefinition: '等候或者发出消息，由材料、送达、子办件承担 a message is not waited for',
  signalEventDefinition: '信号事件不驱动办件 signals move no case',
  conditionalEventDefinition: '条件事件由规则和核验承担 a condition is asked at a verb, not waited for',
  escalationEventDefinition: '升级事件由报警和问题管控承担 escalations are alarms and problems here',
  errorEventDefinition: '错误事件由退回、终止和报警承担 errors are returns, endings and alarms here',
  timerEventDefinition: '这个时间写法不是法律或者承诺使用的期限 no period as a law or a promise writes it',
  ioSpecification: '数据输入输出由编辑对应到表单、要件 what goes in and out is for the form and the materials',
  dataInputAssociation: '数据输入输出由编辑对应到表单、要件 what goes in and out is for the form and the materials',
  dataOutputAssociation: '数据输入输出由编辑对应到表单、要件 what goes in and out is for the form and the materials',
  dataObject: '数据对象由编辑对应到要件、文书 data are materials or documents',
  dataObjectReference: '数据对象由编辑对应到要件、文书 data are materials or documents',
  dataStoreReference: '数据存储由编辑对应到台账 stores are registers',
  dataStore: '数据存储由编辑对应到台账 stores are registers',
  property: '流程变量由编辑对应到表单 variables are fields of the form',
  itemDefinition: '数据类型由表单字段决定 types are those of the form',
  interface: '接口由交换承担 interfaces are exchanges',
  globalTask: '全局任务没有所属流程 a global task belongs to no process',
  globalUserTask: '全局任务没有所属流程 a global task belongs to no process',
  standardLoopCharacteristics: '循环条件由经办人掌握 the officer says when it is enough',
  multiInstanceLoopCharacteristics: '多实例的数目和完成条件由编辑改写 how many is for the editor',
  conditionExpression: '条件不是可编译的写法，由编辑写成环节条件 no condition of the compiled subset',
  boundaryEvent: '边界事件由时限、报警和退回承担 events on a border are limits, alarms and returns here',
  sequenceFlow:
    '这条线通到别处中间，环节表不能表达 a line into the middle of something else: a table of stages cannot say it',
  documentation: '说明文字由编辑摘录 a text for an editor',
  receiveTask: '等候的消息由材料、送达、子办件承担 a message is not waited for',
  task: '流程引擎的设置，在本系统没有对应 a setting of a workflow engine without a counterpart',
  manualTask: '流程引擎的设置，在本系统没有对应 a setting of a workflow engine without a counterpart',
  callActivity: '流程引擎的设置，在本系统没有对应 a setting of a workflow engine without a counterpart',
  intermediateThrowEvent: '这个事件不驱动办件 this event moves no case',
  resource: '没有用到的资源 a resource nobody uses',
  participant: '没有流程的参与方由编辑对应到当事人或者机关 a pool without a process is a party or an organ',
  relationship: '与外部文件的关系 a relation to another file',
  serviceTask: '自动执行的实现，在本系统由经办人完成 how a machine would do it',
  sendTask: '自动执行的实现，在本系统由经办人完成 how a machine would do it',
  scriptTask: '自动执行的脚本，不运行 scripts are not run',
  businessRuleTask: '自动执行的决策，由规则承担 decisions are rules here',
  userTask: '流程引擎的设置，在本系统没有对应 a setting of a workflow engine without a counterpart',
  import: '引用的外部文件没有随附 the file it refers to is not here',
}

/** Namespaces' owners a clerk may know, for the reason an extension is listed. */
export const extensionWhy =
  '其他工具的扩展内容，随图保存，不作理解 an extension of another tool, kept and not understood'
