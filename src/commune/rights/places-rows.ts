// Where each thing of the register stands in rows, on phones, in the browser and in the log: every field, by its entry.
/** Field paths by entry of the register; a test compares with the declarations. */
export const ROW_PLACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'row household': {
    edits: 'setBy[].field setBy[].member setBy[].by setBy[].on setBy[].also[] meetings[].field meetings[].member meetings[].id meetings[].stands.value meetings[].stands.by meetings[].stands.on meetings[].stands.also[] meetings[].others[].value meetings[].others[].by meetings[].others[].on meetings[].others[].also[] settled[].field settled[].member settled[].chose.value settled[].chose.by settled[].chose.on settled[].chose.also[] settled[].by settled[].on settled[].over[].value settled[].over[].by settled[].over[].on settled[].over[].also[] added.by added.on review[].by review[].on',
    head: 'no head',
    link: 'members[].id',
    members: 'members[].name members[].relation members[].sex members[].born members[].leftOn',
    language: 'language',
    home: 'place',
    number: 'phone',
    standing: 'closedOn limitedOn erasedOn merged[].household merged[].by merged[].on merged[].withdrew[].household merged[].withdrew[].purpose mergedInto apart[]',
  },
  'row consent': { consent: 'purpose given how text on by withdrawnOn', language: 'language' },
  'row commune': {
    place: 'setBy[].field setBy[].member setBy[].by setBy[].on setBy[].also[] meetings[].field meetings[].member meetings[].id meetings[].stands.value meetings[].stands.by meetings[].stands.on meetings[].stands.also[] meetings[].others[].value meetings[].others[].by meetings[].others[].on meetings[].others[].also[] settled[].field settled[].member settled[].chose.value settled[].chose.by settled[].chose.on settled[].chose.also[] settled[].by settled[].on settled[].over[].value settled[].over[].by settled[].over[].on settled[].over[].also[] code name province sample daysOff[] daysOn[] officers[].person officers[].post officers[].from officers[].until',
  },
  'row village': {
    place: 'setBy[].field setBy[].member setBy[].by setBy[].on setBy[].also[] meetings[].field meetings[].member meetings[].id meetings[].stands.value meetings[].stands.by meetings[].stands.on meetings[].stands.also[] meetings[].others[].value meetings[].others[].by meetings[].others[].on meetings[].others[].also[] settled[].field settled[].member settled[].chose.value settled[].chose.by settled[].chose.on settled[].chose.also[] settled[].by settled[].on settled[].over[].value settled[].over[].by settled[].over[].on settled[].over[].also[] name languages[] closedOn',
  },
  'row person': {
    place: 'setBy[].field setBy[].member setBy[].by setBy[].on setBy[].also[] meetings[].field meetings[].member meetings[].id meetings[].stands.value meetings[].stands.by meetings[].stands.on meetings[].stands.also[] meetings[].others[].value meetings[].others[].by meetings[].others[].on meetings[].others[].also[] settled[].field settled[].member settled[].chose.value settled[].chose.by settled[].chose.on settled[].chose.also[] settled[].by settled[].on settled[].over[].value settled[].over[].by settled[].over[].on settled[].over[].also[]',
    'staff-name': 'name',
    'staff-posts': 'posts[].id posts[].role posts[].village posts[].households[] posts[].twins[].household posts[].twins[].of posts[].from posts[].until closedOn',
  },
  'row promise': {
    link: 'visit',
    promise: 'what keeper offeredTo madeOn dueOn state stateOn told steps[].did steps[].on steps[].by steps[].words steps[].dueOn steps[].to',
    clips: 'steps[].photo.hash steps[].photo.type steps[].photo.bytes goneClips[]',
  },
  'row request': {
    request: 'what about words by takenBy on answerDueOn doneDueOn answers[].did answers[].on answers[].by answers[].words closedOn toldOn corrected.was corrected.now erasing.askedBy erasing.askedOn erasing.confirmedBy erasing.confirmedOn erasing.doneOn',
  },
  'row visit': {
    visit: 'on came[] heard[].topic by correctedOn struckOn',
    met: 'along[] met[]',
    language: 'language',
    words: 'heard[].words',
    clips: 'heard[].clip.hash heard[].clip.type heard[].clip.bytes photos[].hash photos[].type photos[].bytes goneClips[]',
  },
  'row petition': { link: 'visit', petition: 'topic matter by on replyDueOn replies[].on replies[].by replies[].words replies[].final' },
  'phone seats': {
    'phone-seat': 'device commune communeName person personName kind borrowed left lettersDue outSince waiting usedAt',
    'phone-key': 'pin.wrong pin.wrongAt pin.salt pin.rounds pin.hash lock.salt lock.rounds lock.box tries.wrong tries.wrongAt keys.sealTo.id keys.sealTo.key keys.signKey keys.letterbox lease.until lease.heardAt ownShare sealed',
  },
  'phone shares': { 'phone-seat': 'name', 'phone-key': 'bytes' },
  'phone settings': { 'phone-look': '' },
  'phone docs': { 'phone-copy': 'k chunk parts text' },
  'phone loose': { 'phone-copy': 'k text' },
  'phone list': { 'phone-copy': 'k text' },
  'phone marks': { 'phone-copy': 'k text' },
  'phone outbox': { 'phone-outbox': 'turn act verdict letter.to letter.epk letter.box' },
  'phone turns': { 'phone-outbox': 'name turn' },
  'phone state': {
    'phone-state': 'name cursor reading heard live.gen live.chunks live.fill live.homes live.held aside.gen aside.chunks aside.fill aside.homes aside.held under nextGen version',
  },
  'phone clips': { 'phone-clips': 'hash type bytes household offset sent refusedAt keptAt' },
  'phone clipBytes': { 'phone-clips': 'hash type bytes letter[].to letter[].epk letter[].box' },
  'phone notes': { 'phone-draft': 'name text' },
  'browser nha-rong.borrowed': { 'phone-seat': 'localStorage' },
  'browser nr_held': { 'phone-state': 'cookie' },
  'browser nha-rong.sample': { 'phone-look': 'localStorage' },
  'browser nha-rong.sample-ways': { 'phone-look': 'localStorage' },
  'browser nha-rong.founding': { 'phone-draft': 'sessionStorage' },
  'browser nha-rong.theme': { 'phone-look': 'localStorage' },
  'browser nha-rong.text': { 'phone-look': 'localStorage' },
  'browser nha-rong.language': { 'phone-look': 'localStorage' },
  'log access': { log: 'door status ms from' },
};
