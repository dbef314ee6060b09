export type { Alarm, AlarmSeen } from './alarm.store.ts'
export { type Alarms, alarmNotYours, alarmReasonMissing, alarmUnknown, makeAlarms } from './alarms.ts'
export { type Line, recipientsOf } from './routing.ts'
export { type Concern, mayDismiss, maySee, type Recipient, type Viewer } from './visibility.ts'
