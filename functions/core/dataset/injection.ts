import { fold } from "./terms.ts";

const orders: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your|these|system)\b.{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|context)\b/,
  /\b(?:reveal|print|repeat|show|output|leak|send)\b.{0,30}\b(?:system prompt|your instructions|your prompt|api keys?|secrets?|passwords?|credentials)\b/,
  /\byou are now\b|\bfrom now on,? you\b|\bact as (?:if you|an? (?:ai|assistant|unrestricted|different))\b|\bpretend (?:to be|you are)\b/,
  /\b(?:new|updated|real|hidden|secret|important) (?:system )?instructions?\b\s*[:.-]/,
  /\b(?:note|message|attention|instructions?) (?:to|for) (?:all |any |the )?(?:ai|llm|language model|assistant|chatbot|agent|model|writer bot)s?\b/,
  /\b(?:ai|llm|language) (?:models?|assistants?|agents?|writers?)\b.{0,20}\b(?:must|should|shall|have to|are instructed)\b/,
  /\bas an ai (?:language )?model\b|\bdo not (?:tell|inform|mention (?:this|it) to) the (?:user|reader|reviewer|client)\b/,
  /<\|(?:im_start|im_end|system|endoftext)\|>|\[\/?inst\]|<<\/?sys>>|\b(?:begin|end) system prompt\b/,
  /^\s*(?:system|assistant|developer)\s*:\s*\S/m,
  /\b(?:call|use|run|invoke|execute)\b.{0,20}\b(?:tool|function|web_fetch|web_search|rag_search|load_skill)\b/,
];

/** "Ignore all previous instructions" in other languages, folded as the texts are: lower case, without accents. */
const ordersElsewhere: readonly RegExp[] = [
  /\b(?:ignora|olvida|omite)\b.{0,40}\b(?:instrucciones|reglas|indicaciones)\b/,
  /\b(?:ignore[zr]?|oublie[zr]?)\b.{0,40}\b(?:instructions|consignes|regles)\b/,
  /\b(?:ignorier|vergiss|missacht|miszacht)\w*\b.{0,40}\b(?:anweisungen|instruktionen|regeln|vorgaben)\b/,
  /\b(?:ignora|dimentica)\w*\b.{0,40}\b(?:istruzioni|regole)\b/,
  /\b(?:ignor|esquec)\w*\b.{0,40}\b(?:instrucoes|regras)\b/,
  /\b(?:negeer|vergeet)\b.{0,40}\b(?:instructies|regels|opdrachten)\b/,
  /\b(?:zignoruj|pomin|zapomnij)\b.{0,40}\b(?:instrukcj|polecen|zasad)/,
  /\bonceki\b.{0,30}\btalimat\w*\b.{0,30}\b(?:yok say|unut|dikkate alma)/,
  /\b(?:ignorera|glom)\b.{0,40}\b(?:instruktioner|regler)\b/,
  /(?:игнориру|забудь|не обращаи|ігнору)[^.]{0,40}(?:инструкци|указани|правил|інструкці)/,
  /تجاهل.{0,40}(?:التعليمات|الاوامر|القواعد)/,
  /(?:पिछल|पहल)[^।]{0,40}(?:नरदश|निर्देश)/,
  /(?:忽略|无视|無視|忘记).{0,20}(?:指令|指示|说明|規則|规则)/,
  /(?:指示|命令|ルール).{0,10}(?:無視|忘れ)/,
  /(?:지시|명령|규칙).{0,10}(?:무시|잊)/,
  /(?:bo qua|phot lo)\b.{0,40}\b(?:huong dan|chi thi|lenh)/,
];

/** True when the text talks to a model instead of a reader: an order to drop its rules, change its role or give away secrets. */
export function isSuspicious(text: string): boolean {
  const folded = fold(text.replaceAll(/[’']/g, "")).replaceAll(/[^\S\n]+/g, " ");
  return [...orders, ...ordersElsewhere].some((order) => order.test(folded));
}
