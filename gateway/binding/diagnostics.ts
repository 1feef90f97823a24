import { advice, type DiagnosticEntry, error } from './diagnostic-entry.ts';
import { OVERLAY_DIAGNOSTICS } from './overlay-diagnostics.ts';
import { PAGE_DIAGNOSTICS } from './page-diagnostics.ts';

/** Everything that can be said about a client schema. Codes are stable and never reused. */
export const DIAGNOSTICS = {
  // The schema as GraphQL
  GH001: error('Not GraphQL', 'The file does not follow the grammar of the schema definition language.'),
  GH002: error(
    'Not a valid schema',
    'The file is grammatical but breaks a rule of the GraphQL specification: an unknown or doubled type, a directive where it cannot stand, a type without fields.',
  ),
  GH003: error(
    'Directive value not acceptable',
    'An argument of a directive has the wrong type, is out of range, or is not a path or template.',
  ),
  GH004: error('Unknown scalar', 'The gateway would not know how to check or write values of this scalar.'),
  // Names
  GH010: error(
    'Unknown service',
    'No contract has this name. A service is named by its file: `catalog.openapi.yaml` is `catalog`.',
  ),
  GH011: error('Unknown operation', 'The contract has no operation with this operationId.'),
  GH012: error('Unknown parameter', 'The operation has no parameter that this name folds to.'),
  GH013: error(
    'Unknown property',
    'The contract gives no such property at this place, for the operation that is named.',
  ),
  GH014: error(
    'Ambiguous name',
    'Two names of the contract are equal once case and punctuation are dropped, and neither is exactly this one.',
  ),
  GH015: error(
    'Unknown source',
    'What stands after `$` names no source, no argument, no constant of this deployment, or a parent that is not there.',
  ),
  GH016: error('Written twice', 'Two values go to the same place of one request.'),
  // What reaches the service
  GH020: error('Argument reaches nothing', 'Clients may set it, and it would change nothing.'),
  GH021: error(
    'Required value not reached',
    'The contract demands a parameter or property that no call would carry, or that an absent argument would leave out.',
  ),
  GH022: error(
    'Body does not fit',
    'The operation takes no JSON body although one is given, or demands one that is not.',
  ),
  // Types
  GH030: error('Type differs', 'The contract gives JSON of another type than the field has.'),
  GH031: error(
    'Format or range differs',
    'The JSON type is right, but the contract does not promise the format, or the numbers do not fit.',
  ),
  GH032: error(
    'Input type differs',
    'A value that clients or the binding may send is none that the contract takes.',
  ),
  GH033: error('Null is not taken', 'A null may be sent where the contract does not allow it.'),
  GH034: error(
    'Non-null is not promised',
    'The field is non-null, but the contract allows the value to be absent or null.',
  ),
  GH035: error(
    'Non-null crosses a call',
    'The field is non-null, but its value comes from a call: one outage would blank what stands above it.',
  ),
  GH036: error(
    'Non-null behind a policy',
    'Viewers who may not see the field would lose everything that stands above it.',
  ),
  GH037: error('Enum lacks values', 'The contract gives values that the enum does not have.'),
  GH038: error(
    'Enum over a plain string',
    'The contract does not list the values, so that none of them can be checked or mapped.',
  ),
  GH039: error('Enum sends unknown values', 'The enum has values that the contract does not take.'),
  GH041: error('Path crosses a list', 'A reading path names a property of a list; only sources may do that.'),
  // Answers
  GH050: error(
    'Several success schemas',
    'The declared 2xx answers differ, so that no one shape describes a success.',
  ),
  GH051: error(
    'No JSON answer',
    'The operation declares no successful answer with a JSON schema for this field to read.',
  ),
  GH052: error('Answer is no list', 'The field is a list, but the place it reads from is an object.'),
  GH053: error('No 404 declared', '`missing` says what 404 means, but the operation declares none.'),
  GH054: error(
    'FALSE needs a Boolean',
    '`missing: FALSE` answers false, which only a Boolean field over a single call can.',
  ),
  GH055: error('Call under a list', 'One call for each row, without a limit.'),
  // Joins
  GH060: error(
    'Takes no list of keys',
    'The parameter or property that should take the keys of all parents takes no list.',
  ),
  GH061: error(
    'Match key not promised',
    'Rows are told apart by a property that may be absent or null, or that has no text to compare.',
  ),
  GH062: error(
    'Whole list of a paged operation',
    'Without `on` the whole list is fetched, and a paged list would be cut silently.',
  ),
  GH063: error(
    'Batch would be cut',
    'The operation pages its answer, by a parameter or in its body, so that rows of a batch would be lost silently.',
  ),
  GH064: error('Join without parents', 'A root field has no parent whose keys could be collected.'),
  GH065: error(
    'Keys and match disagree',
    'What is asked for and what rows are matched by do not fit together.',
  ),
  GH066: error(
    'Parent in a shared call',
    'A join makes one call for all parents, so that what differs between them can only stand in `on` and `match`.',
  ),
  // Lists
  GH070: error(
    'List without a bound',
    'Nothing says how long the list may be, so that neither cost nor size of an answer is known.',
  ),
  GH071: error(
    'List size does not fit',
    '`@listSize` names an argument that is no Int, or a field that is no list.',
  ),
  // Who may ask
  GH080: error(
    'Field without a policy',
    'Who may ask is never assumed: root fields have a policy of their own, calls in a group one of theirs or of the group type.',
  ),
  GH081: error('Weaker than the operation', 'Viewers would pass the policy whom the service then refuses.'),
  GH082: error('Policies contradict', 'Two policies stand at one place, or a list of scopes is empty.'),
  // Fields
  GH090: error('Root field without a binding', 'Nothing gives the field a value.'),
  GH091: error('Bound twice', 'Two directives that each give a value stand on one field.'),
  GH093: advice('Type never filled', 'No bound field leads to the type, so that nothing in it was checked.'),
  GH094: advice(
    'Read that changes something',
    'Clients may repeat, prefetch and cache queries, but the operation is a PUT, PATCH or DELETE.',
  ),
  // Variants and outcomes
  GH100: error(
    'Variants cannot be told apart',
    'The contract has neither a discriminator nor a property whose constants differ between the alternatives.',
  ),
  GH101: error(
    'Variant never yielded',
    'No value that a contract sends is this member of the union or interface.',
  ),
  GH102: error(
    'Variant doubly yielded',
    'A value that the contract allows would be two members at once: the conditions of both hold, and neither has more.',
  ),
  GH103: error(
    'Alternative without a member',
    'The contract may send a value that no member of the union or interface stands for.',
  ),
  GH104: advice(
    'Values without a member',
    'The contract leaves values open that no member stands for: absent properties, or others than those that are named. They are null with CONTRACT_VIOLATED.',
  ),
  GH105: error('Directive without effect', 'It stands where nothing reads it.'),
  GH106: error('Undeclared status', '`@status` names a status that the operation does not declare.'),
  GH107: error(
    'Outcome not possible here',
    'An answer of another status is a single object, and only a call of one field can have it.',
  ),
  GH108: error(
    '404 means two things',
    'It is an outcome by `@status`, and `missing` says what it means, too.',
  ),
  GH109: error(
    'Enum without OTHER over an open enum',
    'The contract lists values and gives others, too, which the enum could not show.',
  ),
  GH110: error(
    'Input is no one alternative',
    'The contract takes one of several things here, and nothing says which of them the input is.',
  ),
  // Sources that depend on the producer
  GH120: error(
    '`$call` absent',
    'The call that produced the value has no such parameter, or sends none; where a type has several producers, one of them.',
  ),
  GH121: error(
    '`$call` of keys',
    'The parameter of a join that takes the keys of all parents is a list, and says nothing about one row.',
  ),
  // Shared calls
  GH122: error(
    'Shared call out of place',
    'A call that several fields share stands on their object type, with a name (`as`); `@json(of:)` reads from it on fields of that type. A call of one field has no name.',
  ),
  GH123: error('Unknown shared call', 'The type declares no call of this name.'),
  GH124: error('Name of a call given twice', 'Two calls of one type have the same name.'),
  GH125: advice('Shared call without readers', 'No field reads from the call, so that it is never made.'),
  GH126: error(
    'Call in a shared call',
    'A call reads what the contract holds of the row, not what another call of the same type gives.',
  ),
  // Maps
  GH127: error(
    'No entry of a map',
    '`$key` and `$item` name an entry of a map, but the value is none: no list field over a map leads to it.',
  ),
  GH128: error(
    'Match does not fit the answer',
    'The entries of a map are found by their keys, the rows of a list by their properties.',
  ),
  ...PAGE_DIAGNOSTICS,
  ...OVERLAY_DIAGNOSTICS,
  // Resolvers
  GH160: error(
    'Resolver without its function',
    'The field is marked `@resolver`, but the process has no function of this name to answer it.',
  ),
  GH161: error(
    'Function without its mark',
    'The process has a function for a field that the schema does not mark `@resolver`: it would never be called.',
  ),
  GH162: error(
    'Calls without a number',
    'A resolver says which operations it uses, and how many calls all rows of a level may make together.',
  ),
  GH163: error(
    'Renamed in what a resolver gives',
    'TypeScript gives the properties of an object under the names of the fields, so that there is nothing to rename.',
  ),
  // Events and files
  GH170: error('Unknown webhook', 'The contract announces no event of this name.'),
  GH171: error(
    'Event without JSON',
    'The webhook carries no JSON with a schema, so that there is nothing to read or compare.',
  ),
  GH172: error(
    'Event out of place',
    'Events arrive at the fields of the subscription type, and nothing else does.',
  ),
  GH173: error(
    'Event cannot be compared',
    '`where` compares a property that an event may lack, or that has no text to compare.',
  ),
  GH174: error(
    'File out of place',
    'A file goes from a mutation into a body that takes bytes, and nowhere else.',
  ),
  GH175: advice('File without a limit', 'The contract does not say how large the file may be.'),
  // Bounds
  GH190: advice(
    'Keys without a maximum',
    'The contract does not say how many keys one call takes. 50 are sent at once: too many for some services, and for others more calls than are needed.',
  ),
} as const satisfies Readonly<Record<string, DiagnosticEntry>>;

export type DiagnosticCode = keyof typeof DIAGNOSTICS;
