"""Invented persons from other names and another chance than the rules and the matcher were made with: how good both really are.

    python tools/measure_identity.py --persons 160000 --seed 2027

Names are drawn as often as common names are common, in 24 states; 1 person in 16 is named a second time as another source would. One birth
in 50 is put down as 1 January, as papers do for a day that nobody knows. Nothing was tuned on what this prints.
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
import sys

from habeas.entries import Mention
from habeas.identity import Known
from habeas.identity.match import ENOUGH, score
from habeas.identity.rules import Rule, joined, rules

CYRILLIC = (
    """Владимир Vladimir Wladimir|Михаил Mikhail Michail|Евгений Evgeny Yevgeny Evgenii|Андрей Andrey Andrei|Наталья Natalia Natalya
    Татьяна Tatiana Tatyana|Григорий Grigory Grigoriy|Игорь Igor|Людмила Lyudmila Liudmila|Василий Vasily Vasiliy|Олег Oleg
    Ксения Ksenia Kseniya|Ярослав Yaroslav Jaroslav|Павел Pavel|Вячеслав Vyacheslav Viacheslav|Галина Galina|Тимур Timur|Богдан Bohdan Bogdan""",
    """Иванов Ivanov|Смирнов Smirnov|Попов Popov|Лебедев Lebedev|Морозов Morozov|Волков Volkov|Егоров Egorov Yegorov|Цветков Tsvetkov Cvetkov
    Коваленко Kovalenko|Бондаренко Bondarenko|Мельник Melnyk Melnik|Ткачук Tkachuk|Юрьев Yuriev Yuryev|Чернов Chernov|Филиппов Filippov Philippov
    Зайцев Zaitsev Zaytsev|Беляев Belyaev Beliaev|Тарасов Tarasov|Орлов Orlov|Макаров Makarov|Яковлев Yakovlev Iakovlev|Медведев Medvedev""",
)
ARABIC = (
    """علي Ali|إبراهيم Ibrahim Ebrahim|خالد Khaled Khalid|عمر Omar Umar|ليلى Layla Leila Laila|زينب Zainab Zeinab Zaynab|حسن Hassan Hasan
    مصطفى Mustafa Mostafa|نور Nour Noor|سامي Sami|طارق Tariq Tarek|جمال Jamal Gamal|كمال Kamal|نادية Nadia Nadiya|هدى Huda Hoda|بلال Bilal Belal""",
    """منصور Mansour Mansoor|حداد Haddad|خوري Khoury Khouri|سلامة Salameh Salama|شريف Sharif Sherif|بكر Bakr|فارس Fares Faris|عباس Abbas
    زيدان Zidan Zaidan|سليمان Suleiman Sulaiman Soliman|جابر Jaber Jabir|ناصر Nasser Nasir|حمدان Hamdan|مراد Murad Mourad|درويش Darwish Darwich""",
)
PERSIAN = (
    """بهرام Bahram|داریوش Dariush Daryoush|شیرین Shirin Shireen|نسرین Nasrin Nasreen|آرش Arash|کاوه Kaveh Kave|پرویز Parviz Parviz
    لیلا Leila Leyla|فرهاد Farhad|مهدی Mehdi Mahdi|جواد Javad Jawad|سیمین Simin|امیر Amir|بهنام Behnam|رویا Roya Roia""",
    """موسوی Mousavi Moussavi|اکبری Akbari|تهرانی Tehrani|شیرازی Shirazi|یزدی Yazdi|مرادی Moradi|زارعی Zarei|کاظمی Kazemi Kazemi
    باقری Bagheri Baqeri|سلیمانی Soleimani Soleymani|نجفی Najafi|فرهادی Farhadi|اسدی Asadi Assadi|امینی Amini|شریفی Sharifi""",
)
HAN = (
    """敏 Min|静 Jing|丽 Li|强 Qiang|磊 Lei|军 Jun|洋 Yang|勇 Yong|艳 Yan|杰 Jie|涛 Tao|明 Ming|超 Chao|秀兰 Xiulan|霞 Xia|平 Ping|桂英 Guiying
    文博 Wenbo|子涵 Zihan|宇航 Yuhang|雪梅 Xuemei|建华 Jianhua|玉兰 Yulan|春梅 Chunmei""",
    """刘 Liu|杨 Yang|吴 Wu|孙 Sun|朱 Zhu|马 Ma|胡 Hu|郭 Guo|林 Lin|何 He|高 Gao|梁 Liang|郑 Zheng|罗 Luo|宋 Song|谢 Xie|唐 Tang|韩 Han|冯 Feng
    于 Yu|董 Dong|萧 Xiao|程 Cheng|曹 Cao""",
)
HANGUL = (
    """민준 Min-jun Minjun|예진 Ye-jin Yejin|준호 Jun-ho Junho|수빈 Su-bin Subin Soobin|현우 Hyun-woo Hyeonu Hyunwoo|은주 Eun-ju Eunju
    미경 Mi-kyung Migyeong Mikyung|태양 Tae-yang Taeyang|정훈 Jung-hoon Jeonghun|혜진 Hye-jin Hyejin|상우 Sang-woo Sangu|지민 Ji-min Jimin""",
    """이 Lee Yi|조 Cho Jo|윤 Yoon Yun|장 Jang Chang|한 Han|오 Oh O|서 Seo Suh|신 Shin Sin|권 Kwon Gwon|황 Hwang|안 Ahn An|송 Song|류 Ryu Yoo|홍 Hong""",
)
LATIN = (
    """André Andre|Zoltán Zoltan|Inés Ines|Björn Bjorn Bjoern|Hélène Helene|Tomáš Tomas|Agnieszka|Şükrü Sukru|João Joao|Chloë Chloe|Małgorzata Malgorzata
    Peter|Laura|Daniel|Emma|Carlos|Sofia|Thomas|Paul|Eva|Martín Martin|Noël Noel|Håkon Hakon|Gülay Gulay""",
    """Fernández Fernandez|Kovács Kovacs|Lindström Lindstrom Lindstroem|Gonçalves Goncalves|Nováková Novakova|Wiśniewski Wisniewski|Yılmaz Yilmaz|Schröder Schroder Schroeder
    Smith|Brown|Martin|Bernard|Rossi|Silva|Jensen|Meyer|Dubois|Popescu|Horváth Horvath|Núñez Nunez|de la Cruz|O’Connor O'Connor OConnor|McDonald MacDonald|Sørensen Sorensen Soerensen""",
)
Way = tuple[str, ...]


def _pool(written: str) -> list[Way]:
    entries = [entry for line in written.splitlines() for entry in line.split("|")]
    return [tuple(entry.split()) if not entry.strip().startswith("de la") else (entry.strip(),) for entry in entries]


POOLS: dict[str, tuple[list[Way], list[Way]]] = {
    script: (_pool(given), _pool(family))
    for script, (given, family) in {
        "Latin": LATIN, "Cyrillic": CYRILLIC, "Arabic": ARABIC, "Persian": PERSIAN, "Han": HAN, "Hangul": HANGUL,
    }.items()
}  # fmt: skip
STATES = {
    "Latin": "AA AB AC AD AE AF AG AH AI AJ".split(),
    "Cyrillic": "BA BB BC BD".split(),
    "Arabic": "CA CB CC CD".split(),
    "Persian": "DA DB".split(),
    "Han": "EA EB".split(),
    "Hangul": "FA FB".split(),
}
"""Made-up codes: of how many states persons are, not of which."""

_FAMILY_FIRST = {"Han", "Hangul"}


def native(script: str, given: Way, family: Way) -> str:
    """A name as its people write it."""
    return f"{family[0]}{given[0]}" if script in _FAMILY_FIRST else f"{given[0]} {family[0]}"


def another_way(chance: random.Random, script: str, given: Way, family: Way) -> str:
    """A name as another source gives it: turned round, in capitals, in another romanisation, with an initial, or mistyped."""
    one, two = chance.choice(given[1:] or given), chance.choice(family[1:] or family)
    match chance.randrange(6):
        case 0:
            return f"{two}, {one}"
        case 1:
            return f"{two.upper()} {one}"
        case 2:
            return f"{one} {chance.choice('ABCDEFGHKLMNPRST')}. {two}"
        case 3:
            name = f"{one} {two}"
            place = chance.randrange(1, len(name) - 1)
            return name[:place] + name[place + 1 :] if name[place] != " " else name
        case 4:
            return native(script, given, family)
        case _:
            return f"{one} {two}"


def population(number: int, seed: int) -> tuple[list[Known], set[tuple[int, int]]]:
    """Persons as sources name them, and the places of the two that are one."""
    chance = random.Random(seed)
    people: list[Known] = []
    pairs: set[tuple[int, int]] = set()
    for _ in range(number):
        script = chance.choices(tuple(POOLS), (5, 2, 2, 1, 2, 1))[0]
        given, family = (
            chance.choices(pool, [1 / (rank + 5) for rank in range(len(pool))])[0] for pool in POOLS[script]
        )
        state, day = chance.choice(STATES[script]), _born(chance)
        ways = [native(script, given, family), another_way(chance, script, given, family)]
        people.append(_known(len(people), ways.pop(chance.randrange(2)), (state,), (day,)))
        if chance.random() < 1 / 16:
            pairs.add((len(people) - 1, len(people)))
            told = (day,) if chance.random() < 0.8 else (day[:4],) if chance.random() < 0.5 else ()
            states = (state,) if chance.random() < 0.9 else ()
            people.append(_known(len(people), another_way(chance, script, given, family), states, told))
    return people, pairs


def _born(chance: random.Random) -> str:
    year = chance.randint(1945, 2004)
    return (
        f"{year}-01-01" if chance.random() < 0.02 else f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    )


def _known(number: int, name: str, states: tuple[str, ...], births: tuple[str, ...]) -> Known:
    return Known(Mention(source=f"{number:08}", span=(0, 1), name=None), (name,), states, births)


def least(right: int, of: int) -> float:
    """The lower end of the 95 % confidence interval of a share (Wilson's score interval)."""
    if not of:
        return 0.0
    z, share = 1.959964, right / of
    middle = share + z * z / (2 * of)
    return (middle - z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))) / (1 + z * z / of)


def by_rule(people: list[Known], pairs: set[tuple[int, int]], rule: Rule) -> tuple[int, int]:
    """Of how many pairs that a rule joins are how many one person's: right, joined."""
    place = {person.entity: number for number, person in enumerate(people)}
    found = {
        tuple(sorted((place[a], place[b])))
        for one in joined([], people, rule)
        for a, b in itertools.combinations(one, 2)
    }
    return len(found & pairs), len(found)


def labelled(number: int, seed: int) -> list[tuple[str, Known, Known, bool]]:
    """Pairs of which it is known whether they are one person's, as many of each: those that are not share a family or a given name."""
    chance = random.Random(seed)
    rows = []
    for turn in range(number):
        script = tuple(POOLS)[turn % len(POOLS)]
        given, family = POOLS[script]
        one, two = chance.choice(given), chance.choice(family)
        same = turn // len(POOLS) % 2 == 0
        other, also = (one, two) if same else chance.choice([(chance.choice(given), two), (one, chance.choice(family))])
        same = same or (other, also) == (one, two)
        names = (native(script, one, two), another_way(chance, script, other, also))
        left, right = (_known(place, name, (), ()) for place, name in enumerate(names))
        rows.append((script, left, right, same))
    return rows


def f1(rows: list[tuple[str, Known, Known, bool]]) -> float:
    """Of the pairs that the matcher would propose, the harmonic mean of precision and recall."""
    proposed = [(score(one, other)[0] >= ENOUGH, same) for _, one, other, same in rows]
    right = sum(told and same for told, same in proposed)
    return 2 * right / (sum(told for told, _ in proposed) + sum(same for _, same in proposed))


def main() -> int:
    """Measure and print; fail where a rule is less precise than it promises."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=160_000)
    parser.add_argument("--seed", type=int, default=2027)
    asked = parser.parse_args()
    people, pairs = population(asked.persons, asked.seed)
    print(f"{len(people):,} mentions of {asked.persons:,} persons, {len(pairs):,} of them named twice")
    kept = True
    for name, rule in rules().items():
        right, of = by_rule(people, pairs, rule)
        bound = least(right, of)
        kept = kept and bound >= rule.precision
        print(
            f"{name:24} {of:6,} joined, {right:6,} right: {right / max(of, 1):.4f}, at least {bound:.4f}; promised {rule.precision}"
        )
    rows = labelled(6_000, asked.seed)
    for script in POOLS:
        mine = [row for row in rows if row[0] == script]
        print(f"F1 of proposals, {script:8} {f1(mine):.3f} on {len(mine):,} pairs")
    print(f"F1 of proposals, all      {f1(rows):.3f} on {len(rows):,} pairs")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
