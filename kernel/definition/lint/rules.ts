import { alarmRoute } from './alarm-route.ts'
import { automaticAdverse } from './automatic-adverse.ts'
import { basisInForce } from './basis-in-force.ts'
import { codes } from './codes.ts'
import { collector } from './collector.ts'
import { dataBasis } from './data-basis.ts'
import { discussion } from './discussion.ts'
import { entrusted } from './entrusted.ts'
import { fineBand } from './fine-band.ts'
import { fineTarget } from './fine-target.ts'
import { gateMissing } from './gate-missing.ts'
import type { Rule } from './ground.ts'
import { impactAssessment } from './impact-assessment.ts'
import { inGuide } from './in-guide.ts'
import { knownRecord } from './known-record.ts'
import { limitBasis } from './limit-basis.ts'
import { limitLength } from './limit-length.ts'
import { limitMissing } from './limit-missing.ts'
import { limitMoment } from './limit-moment.ts'
import { limitNeverRuns } from './limit-never-runs.ts'
import { limitUnit } from './limit-unit.ts'
import { limitsContradict } from './limits-contradict.ts'
import { limitsFit } from './limits-fit.ts'
import { localName } from './local-name.ts'
import { namedPersons } from './named-persons.ts'
import { officers } from './officers.ts'
import { powerList } from './power-list.ts'
import { promise } from './promise.ts'
import { publication } from './publication.ts'
import { publishesPerson } from './publishes-person.ts'
import { remedy } from './remedy.ts'
import { sensitiveField } from './sensitive-field.ts'
import { separation } from './separation.ts'
import { serviceCoerces } from './service-coerces.ts'
import { stopBasis } from './stop-basis.ts'
import { substantiveBasis } from './substantive-basis.ts'
import { surcharge } from './surcharge.ts'
import { toldAmount } from './told-amount.ts'
import { unlistedArticle } from './unlisted-article.ts'

/** 法律检查表 Every question the law puts to a definition, under its permanent code. */
export const rules = {
  LAW_LIMIT_LENGTH: limitLength,
  LAW_LIMIT_UNIT: limitUnit,
  LAW_LIMIT_MOMENT: limitMoment,
  LAW_LIMIT_MISSING: limitMissing,
  LAW_LIMIT_BASIS: limitBasis,
  LAW_LIMIT_NEVER_RUNS: limitNeverRuns,
  LAW_PROMISE_LONGER: promise,
  LAW_LIMITS_FIT: limitsFit,
  LAW_LIMITS_CONTRADICT: limitsContradict,
  LAW_STOP_BASIS: stopBasis,
  LAW_AUTOMATIC_ADVERSE: automaticAdverse,
  LAW_BASIS_IN_FORCE: basisInForce,
  LAW_ARTICLE_UNLISTED: unlistedArticle,
  LAW_NO_SUBSTANTIVE_BASIS: substantiveBasis,
  LAW_KNOWN_RECORD: knownRecord,
  LAW_NOT_IN_GUIDE: inGuide,
  LAW_DATA_BASIS: dataBasis,
  LAW_NAMED_PERSONS: namedPersons,
  LAW_PUBLICATION: publication,
  LAW_PUBLISHES_PERSON: publishesPerson,
  LAW_GATE_MISSING: gateMissing,
  LAW_ENTRUSTED: entrusted,
  LAW_SEPARATION: separation,
  LAW_OFFICERS: officers,
  LAW_CODES: codes,
  LAW_LOCAL_NAME: localName,
  LAW_POWER_LIST: powerList,
  LAW_IMPACT_ASSESSMENT: impactAssessment,
  LAW_SENSITIVE_FIELD: sensitiveField,
  LAW_FINE_TARGET: fineTarget,
  LAW_ALARM_ROUTE: alarmRoute,
  LAW_COLLECTOR: collector,
  LAW_SURCHARGE: surcharge,
  LAW_REMEDY: remedy,
  LAW_FINE_BAND: fineBand,
  LAW_DISCUSSION: discussion,
  LAW_TOLD_AMOUNT: toldAmount,
  LAW_SERVICE_COERCES: serviceCoerces,
} as const satisfies Readonly<Record<string, Rule>>

export type LintRule = keyof typeof rules
