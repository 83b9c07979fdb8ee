"""Labelled pairs of names, made from tables: one person written in two ways, and two persons who are written alike. Invented people."""

from __future__ import annotations

import itertools
import random

CYRILLIC = (
    [("Дмитрий", "Dmitry", "Dmitri", "Dmitriy"), ("Сергей", "Sergey", "Sergei"), ("Алексей", "Alexey", "Aleksei", "Alexei"), ("Юлия", "Yulia", "Julia", "Iuliia"),
     ("Екатерина", "Ekaterina", "Yekaterina"), ("Фёдор", "Fyodor", "Fedor"), ("Николай", "Nikolay", "Nikolai"), ("Оксана", "Oksana", "Oxana")],
    [("Петров", "Petrov"), ("Кузнецов", "Kuznetsov"), ("Соловьёв", "Solovyov", "Soloviev"), ("Шевченко", "Shevchenko"), ("Жуков", "Zhukov", "Jukov"),
     ("Щербаков", "Shcherbakov"), ("Хрущёв", "Khrushchev"), ("Гаврилов", "Gavrilov")],
)  # fmt: skip
ARABIC = (
    [("محمد", "Mohammed", "Muhammad", "Mohamed"), ("أحمد", "Ahmed", "Ahmad"), ("حسين", "Hussein", "Hossein", "Husain"), ("فاطمة", "Fatima", "Fatimah"), ("مريم", "Maryam", "Mariam"),
     ("رضا", "Reza", "Rida"), ("سعيد", "Saeed", "Said", "Saeid"), ("يوسف", "Yousef", "Yusuf", "Youssef")],
    [("کریمی", "Karimi"), ("حسینی", "Hosseini", "Husseini", "Hoseini"), ("رحیمی", "Rahimi"), ("احمدی", "Ahmadi"), ("صادقی", "Sadeghi", "Sadeqi"), ("جعفری", "Jafari", "Jaafari"),
     ("قاسمی", "Ghasemi", "Qasemi"), ("نوری", "Nouri", "Noori")],
)  # fmt: skip
HAN = (
    [("伟", "Wei"), ("秀英", "Xiuying"), ("晓明", "Xiaoming"), ("建国", "Jianguo"), ("婷婷", "Tingting"), ("志强", "Zhiqiang"), ("海燕", "Haiyan"), ("国庆", "Guoqing")],
    [("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("陈", "Chen"), ("黄", "Huang"), ("周", "Zhou"), ("赵", "Zhao"), ("徐", "Xu")],
)  # fmt: skip
HANGUL = (
    [("지훈", "Ji-hoon", "Jihoon"), ("민수", "Min-su", "Minsoo"), ("하은", "Ha-eun"), ("서연", "Seo-yeon", "Seoyeon"), ("동현", "Dong-hyun", "Donghyeon"), ("영희", "Young-hee", "Yeong-hui")],
    [("김", "Kim", "Gim"), ("박", "Park", "Bak"), ("최", "Choi", "Choe"), ("정", "Jung", "Jeong", "Chung"), ("강", "Kang", "Gang"), ("임", "Lim", "Im")],
)  # fmt: skip
LATIN = (
    [("José", "Jose"), ("Ólafur", "Olafur"), ("Seán", "Sean"), ("Zoë", "Zoe"), ("Søren", "Soren", "Sören"), ("Łukasz", "Lukasz"), ("María", "Maria"), ("Jürgen", "Jurgen", "Juergen")],
    [("García", "Garcia"), ("Þórsson", "Thorsson"), ("O’Brien", "O'Brien", "OBrien"), ("Müller", "Muller", "Mueller"), ("Nguyễn", "Nguyen"), ("Dvořák", "Dvorak"), ("Jiménez", "Jimenez"),
     ("van den Berg", "Van den Berg", "Vandenberg")],
)  # fmt: skip
SCRIPTS = {"Cyrillic": CYRILLIC, "Arabic": ARABIC, "Han": HAN, "Hangul": HANGUL, "Latin": LATIN}
FAMILY_FIRST = {"Han", "Hangul"}


def spelt(script: str, given: str, family: str) -> str:
    """A full name as its people write it."""
    first, second = (family, given) if script in FAMILY_FIRST else (given, family)
    return f"{first}{second}" if script in FAMILY_FIRST and not first.isascii() else f"{first} {second}"


def labelled(seed: int = 7) -> list[tuple[str, str, str, bool]]:
    """(script, one name, another, whether one person bears both)."""
    chance = random.Random(seed)  # noqa: S311  the same pairs in every run
    rows: list[tuple[str, str, str, bool]] = []
    for script, (given, family) in SCRIPTS.items():
        people = list(itertools.product(given, family))
        for one, two in people:
            ways = [spelt(script, a, b) for a in one for b in two]
            pairs = [(a, b) for a, b in itertools.combinations(dict.fromkeys(ways), 2)]
            pairs = [(a, b) for a, b in pairs if a.isascii() == b.isascii() or not a.isascii() or not b.isascii()]
            whole = [(a, b) for a, b in pairs if _one_script(a) and _one_script(b)]
            rows += [(script, a, b, True) for a, b in chance.sample(whole, min(3, len(whole)))]
        for (one, two), (other, also) in chance.sample(list(itertools.combinations(people, 2)), 160):
            rows.append(
                (
                    script,
                    spelt(script, chance.choice(one[1:]), chance.choice(two[1:])),
                    spelt(script, chance.choice(other), chance.choice(also)),
                    False,
                )
            )
    return [row for row in rows if _one_script(row[1]) and _one_script(row[2])]


def _one_script(name: str) -> bool:
    """Whether a name mixes no scripts: nobody writes half of it in another one."""
    letters = [c for c in name if c.isalpha()]
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in letters) or all(
        ord(c) >= 0x370 and not 0x1E00 <= ord(c) < 0x1F00 for c in letters
    )
