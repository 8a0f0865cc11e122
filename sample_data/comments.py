"""What people write in the free-text question, put together from written fragments.

Some comments tell of a refusal on grounds of scope, some only mention one (as past, as denied, as
somebody else's), most speak of other things: a detector has to tell them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

REFUSED, MENTIONED, PRAISE, NEUTRAL = "refused", "mentioned", "praise", "neutral"

Fragments = tuple[Sequence[str], Sequence[str], Sequence[str]]
"""Openings, cores and closings; an empty one is left out."""

JAPANESE: Mapping[str, Fragments] = {
    REFUSED: (
        (
            "",
            "",
            "先週も、",
            "先月、",
            "新しい容器の件で相談したところ、",
            "お客様の声を持っていったら、",
            "見積もりをお願いしたら、",
            "原料の変更について聞いたら、",
            "納期の相談をしたのですが、",
            "売り場の写真を共有したら、",
            "返品の原因を尋ねたところ、",
        ),
        (
            "「この件はうちの部署の範囲外です」と言われました。",
            "「うちの部署では対応していません」で話が終わってしまいました。",
            "「それは営業の仕事でしょう」と返されました。",
            "「担当ではないので分かりません」と断られました。",
            "三つの部署をたらい回しにされ、結局どこも引き受けてくれませんでした。",
            "「前例がないのでうちでは受けられない」との返事でした。",
            "管轄が違うと言われ、誰に聞けばよいかも教えてもらえませんでした。",
            "「うちの業務ではありません」と、内容を聞く前に断られました。",
            "工場の都合は関係ないと言われ、取り合ってもらえませんでした。",
            "「企画が決めたことなので、こちらには関係ない」と言われました。",
        ),
        (
            "",
            "",
            "",
            "お客様には関係のない線引きだと思います。",
            "これでは発売に間に合いません。",
            "正直、気持ちが冷めます。",
            "せめて次の窓口を教えてほしいです。",
            "毎回同じことの繰り返しです。",
        ),
    ),
    MENTIONED: (
        ("", "", "以前と比べると、", "この半年で、", "一年前なら考えられませんでしたが、"),
        (
            "昔は「うちの部署では…」とよく言われましたが、今は一緒に考えてくれます。",
            "「範囲外です」という返事を聞くことが減りました。",
            "「担当ではない」と断られることはなくなりました。",
            "他社では「管轄外」で終わる話も、ここでは相談に乗ってもらえます。",
            "「うちの仕事ではない」と言わずに、まず話を聞くようになりました。",
        ),
        ("", "", "小さな変化ですが大きいです。", "続いてほしいです。", "自分も見習いたいです。"),
    ),
    PRAISE: (
        (
            "",
            "",
            "共創プロジェクトに参加しました。",
            "部署を越えた打ち合わせに出ました。",
            "お客様と直接話す場がありました。",
            "試作品をみんなで試しました。",
            "この半年の変化です。",
        ),
        (
            "物流の方の苦労が初めて分かりました。",
            "自分の仕事が誰の役に立っているのか見えるようになりました。",
            "営業の方が売り場の写真を送ってくれるようになりました。",
            "困ったときに電話一本で相談できる相手が増えました。",
            "お客様相談室の声がそのまま企画に入ったのがうれしかったです。",
            "決まるのが早くなり、待ち時間が減りました。",
            "またあのメンバーと一緒にやりたいです。",
            "自分の言葉で商品の良さを話せるようになりました。",
            "研究所の人が売り場まで見に来てくれました。",
            "意見が違っても、理由を聞いてもらえました。",
        ),
        (
            "",
            "",
            "",
            "次も必ず関わりたいです。",
            "この雰囲気を他の部署にも広げたいです。",
            "ありがとうございます。",
            "もっと早くやればよかったと思います。",
        ),
    ),
    NEUTRAL: (
        ("", "", "", "要望です。", "一点だけ。", "気づいたことを書きます。"),
        (
            "会議の時間をもう少し短くしてほしいです。",
            "資料の置き場所が部署ごとに違い、探すのに時間がかかります。",
            "繁忙期は他部署の依頼まで手が回りません。",
            "決まったことの背景も知らせてほしいです。",
            "現場の人数が足りず、新しい企画に人を出せません。",
            "夜勤だと打ち合わせに出られません。",
            "共創の話は聞きますが、自分の部署ではまだ実感がありません。",
            "システムの入力が二重になっているのを直してほしいです。",
            "新しい人が入ったので、まず名前を覚えたいです。",
            "発売後の結果も教えてもらえると励みになります。",
            "生産計画の変更は、もう少し早く知らせてほしいです。",
            "在宅勤務の日は他部署の様子が分かりにくいです。",
        ),
        (
            "",
            "",
            "",
            "よろしくお願いします。",
            "検討いただけると助かります。",
            "すぐでなくてかまいません。",
        ),
    ),
}

ENGLISH: Mapping[str, Fragments] = {
    REFUSED: (
        ("", "Last month ", "When I asked about the new cap, ", "On a customer complaint, "),
        (
            "I was told it is not our department.",
            "the answer was that this is outside their scope.",
            "we were sent from one team to the next and nobody took it.",
            "they said it was the sales team's job, not theirs.",
        ),
        ("", "", "It cost us two weeks.", "The customer does not care about our borders."),
    ),
    MENTIONED: (
        ("", "Compared with last year, "),
        (
            "I hardly ever hear “not our department” any more.",
            "people no longer say it is out of scope before they have listened.",
        ),
        ("", "Please keep it up."),
    ),
    PRAISE: (
        ("", "Since the co-creation project, ", "After the consumer session, "),
        (
            "I know whom to call in logistics.",
            "sales and planning talk before things are decided.",
            "I can see whom my work helps.",
            "decisions come faster and I understand the reasons.",
        ),
        ("", "", "I would join again at once.", "More of this, please."),
    ),
    NEUTRAL: (
        ("", "One request: ", "Nothing urgent, but "),
        (
            "please put the documents in one place.",
            "meetings could be shorter.",
            "tell us earlier when the production plan changes.",
            "we would like to hear how the product sold.",
        ),
        ("", "", "Thank you."),
    ),
}

_ENGLISH_SHARE = 0.2
_MOODS: Mapping[str, tuple[float, float]] = {
    REFUSED: (0.55, 0.0),
    MENTIONED: (0.0, 0.08),
    PRAISE: (0.10, 0.42),
    NEUTRAL: (0.35, 0.50),
}
"""How often each mood is written by who met a refusal in the last month, and by who did not."""


def comment(rng: np.random.Generator, *, refused: bool) -> str:
    """Write one comment, in keeping with whether its writer met a refusal in the last month."""
    moods = list(_MOODS)
    weights = [shares[0 if refused else 1] for shares in _MOODS.values()]
    mood = moods[int(rng.choice(len(moods), p=weights))]
    if rng.random() < _ENGLISH_SHARE:
        opening, core, closing = (str(rng.choice(parts)) for parts in ENGLISH[mood])
        return " ".join(filter(None, (_capital(opening + core), closing)))
    return "".join(str(rng.choice(parts)) for parts in JAPANESE[mood])


def _capital(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
