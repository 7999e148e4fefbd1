// Tells whether a word could be Vietnamese: what decides between two readings of garbled text.

const ONSETS = 'ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x';
const RHYMES = [
  'a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay',
  'ă|ăc|ăm|ăn|ăng|ăp|ăt|â|âc|âm|ân|âng|âp|ât|âu|ây',
  'e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|ênh|êp|êt|êu',
  'i|ia|ich|iêc|iêm|iên|iêng|iêp|iêt|iêu|im|in|inh|ip|it|iu',
  'o|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oc|oe|oen|oeo|oet|oi|om|on|ong|ooc|oong|op|ot',
  'ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt',
  'u|ua|uân|uâng|uât|uây|uc|uê|uênh|uêch|ui|um|un|ung|uơ|uôc|uôi|uôm|uôn|uông|uôt|up|ut|uy|uya|uych|uyên|uyêt|uynh|uyt|uyu|uyn',
  'ư|ưa|ưc|ưi|ưm|ưn|ưng|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|ưt|ưu',
  'y|yêm|yên|yêt|yêu|ynh|yt',
].join('|');
const SYLLABLE = new RegExp(`^(?:${ONSETS})?(?:${RHYMES})$`, 'u');
/** Grave, tilde, acute, hook above, dot below. */
const TONES = /[\u0300\u0303\u0301\u0309\u0323]/gu;
const STOPPED = /(?:ch|c|p|t)$/u;

/** Whether one word, in any case, is a well-formed Vietnamese syllable with at most one tone mark. */
export function isSyllable(word: string): boolean {
  const parts = word.toLowerCase().normalize('NFD');
  const tones = parts.match(TONES) ?? [];
  if (tones.length > 1) return false;
  const plain = parts.replace(TONES, '').normalize('NFC');
  if (!SYLLABLE.test(plain)) return false;
  // A syllable that ends in a stop bears only the acute or the dot below.
  return tones.length === 0 || !STOPPED.test(plain) || tones[0] === '\u0301' || tones[0] === '\u0323';
}
