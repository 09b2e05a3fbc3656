"""The few sentences a message adds to an entry's own words, per language. `{item}` is what the reader asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language."""

    asked: str
    read_on: str
    why: str
    stop: str


_WORDS = {
    "en": Words(
        "You asked for: {items}. It is here.",
        "Read it on {site}",
        "You get this message once, because you asked for it.",
        "I don't want such messages",
    ),
    "de": Words(
        "Sie haben danach gefragt: {items}. Jetzt ist es da.",
        "Auf {site} lesen",
        "Sie erhalten diese Nachricht einmal, weil Sie danach gefragt haben.",
        "Ich möchte solche Nachrichten nicht",
    ),
    "fr": Words(
        "Vous l’aviez demandé : {items}. C’est disponible.",
        "Lire sur {site}",
        "Vous recevez ce message une seule fois, parce que vous l’aviez demandé.",
        "Je ne souhaite pas de tels messages",
    ),
    "es": Words(
        "Lo pediste: {items}. Ya está aquí.",
        "Leer en {site}",
        "Recibes este mensaje una sola vez, porque lo pediste.",
        "No quiero mensajes así",
    ),
    "pt": Words(
        "Você pediu: {items}. Já está disponível.",
        "Ler em {site}",
        "Você recebe esta mensagem uma única vez, porque pediu.",
        "Não quero mensagens assim",
    ),
    "it": Words(
        "L’avevi chiesto: {items}. Ora c’è.",
        "Leggi su {site}",
        "Ricevi questo messaggio una sola volta, perché l’avevi chiesto.",
        "Non voglio messaggi così",
    ),
    "nl": Words(
        "Je vroeg erom: {items}. Het is er nu.",
        "Lees het op {site}",
        "Je krijgt dit bericht één keer, omdat je erom vroeg.",
        "Ik wil zulke berichten niet",
    ),
    "pl": Words(
        "Dotyczy Twojej prośby: {items}. To już jest.",
        "Czytaj na {site}",
        "Ta wiadomość przychodzi tylko raz, na Twoją prośbę.",
        "Nie chcę takich wiadomości",
    ),
    "ru": Words(
        "Вы об этом просили: {items}. Теперь это есть.",
        "Читать на {site}",
        "Это сообщение приходит один раз, потому что вы об этом просили.",
        "Не хочу получать такие сообщения",
    ),
    "uk": Words(
        "Ви про це просили: {items}. Тепер це є.",
        "Читати на {site}",
        "Це повідомлення надходить один раз, бо ви про це просили.",
        "Не хочу отримувати такі повідомлення",
    ),
    "tr": Words(
        "Bunu istemiştiniz: {items}. Artık hazır.",
        "{site} üzerinde okuyun",
        "Bu iletiyi istediğiniz için bir kez alıyorsunuz.",
        "Böyle iletiler istemiyorum",
    ),
    "ja": Words(
        "ご要望の「{items}」が使えるようになりました。",
        "{site} で読む",
        "ご要望をいただいたため、一度だけお送りしています。",
        "このようなお知らせは不要です",
    ),
    "ko": Words(
        "요청하신 {items} 기능이 준비되었습니다.",
        "{site}에서 읽기",
        "요청하셨기 때문에 이 메시지를 한 번만 보내드립니다.",
        "이런 메시지를 받고 싶지 않습니다",
    ),
    "zh-Hans": Words(
        "您要求过：{items}。现在已经上线。",
        "在 {site} 上阅读",
        "因为您提出过要求，此消息只发送一次。",
        "我不想收到此类消息",
    ),
    "zh-Hant": Words(
        "您提出過：{items}。現在已經推出。",
        "在 {site} 上閱讀",
        "因為您提出過要求，此訊息只傳送一次。",
        "我不想收到此類訊息",
    ),
    "hi": Words(
        "आपने इसके लिए कहा था: {items}. यह अब उपलब्ध है।",
        "{site} पर पढ़ें",
        "यह संदेश आपको केवल एक बार मिलता है, क्योंकि आपने इसके लिए कहा था।",
        "मुझे ऐसे संदेश नहीं चाहिए",
    ),
    "ar": Words(
        "لقد طلبت: {items}. وهو متاح الآن.",
        "اقرأ على {site}",
        "تصلك هذه الرسالة مرة واحدة لأنك طلبت ذلك.",
        "لا أريد مثل هذه الرسائل",
    ),
    "he": Words(
        "ביקשת: {items}. עכשיו זה כאן.",
        "לקריאה ב-{site}",
        "הודעה זו נשלחת אליך פעם אחת, כי ביקשת זאת.",
        "איני רוצה הודעות כאלה",
    ),
    "fa": Words(
        "شما این را خواسته بودید: {items}. اکنون آماده است.",
        "خواندن در {site}",
        "این پیام را فقط یک بار دریافت می‌کنید، چون آن را خواسته بودید.",
        "چنین پیام‌هایی نمی‌خواهم",
    ),
}
_NEAR = {"zh": "zh-Hans", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant", "zh-CN": "zh-Hans"}


def words_for(language: str) -> Words:
    """The sentences in a language, in its nearest relative, or in English."""
    tag = _NEAR.get(language, language)
    while tag:
        if tag in _WORDS:
            return _WORDS[tag]
        tag = tag.rpartition("-")[0]
    return _WORDS["en"]
