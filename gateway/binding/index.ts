/**
 * `#binding`: client schemas bound to contracts, the documents' cost, and every mistake found before anything listens.
 * Knows neither HTTP servers nor how calls are made.
 */

export type { CheckedSchema, SchemaSource } from './bind-schema.ts';
export { bindSchema, checkSchema } from './bind-schema.ts';
export { BindingError, formatDiagnostic } from './binding-error.ts';
export { callBoundsOf } from './call-bounds.ts';
export { changesSomething } from './changes-something.ts';
export { chooseVariant } from './choose-variant.ts';
export type { CostInput } from './cost-of.ts';
export { costOf } from './cost-of.ts';
export { DIAGNOSTICS } from './diagnostics.ts';
export type { CallBounds, DocumentPlan, PlannedCall, PlannedField } from './document-plan.ts';
export type {
  BoundCall,
  BoundField,
  BoundInput,
  BoundInputField,
  BoundSchema,
  BoundValue,
  BoundVariant,
  Diagnostic,
  EventCondition,
  EventField,
  GroupField,
  JoinField,
  JoinKeys,
  JoinMatch,
  ListSize,
  MissingPolicy,
  NextCursor,
  NextField,
  NextLink,
  OfField,
  Outcome,
  PageRows,
  Policy,
  Read,
  ReadField,
  ResolverField,
  RestField,
  Shape,
  Source,
  Template,
  VariantCondition,
} from './model.ts';
export { ANY_VARIABLES, type PlanInput, planDocument } from './plan-document.ts';
export { resolverFields } from './resolver-fields.ts';
export { type ShapeBelow, shapesBelow } from './shapes-below.ts';
export { suggestName } from './suggest-name.ts';
