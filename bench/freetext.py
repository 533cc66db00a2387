"""What grouping ten thousand answers costs, and how well planted subjects are found again.

`./jibungoto bench freetext [--json]`: one process on one thread; CPU seconds from texts in memory
to the finished groups, tokenising and loading the dictionary included, and the largest memory.
The texts are made from sentences that were not used when the engine was set up; made texts are a
smoke test, not evidence on what people really write.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = 10_000
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
SUBJECTS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("給食", "献立", "アレルギー対応", "調理室"), ("味付け", "量", "食材", "栄養士")),
    (("駐輪場", "自転車", "放置自転車", "サイクルラック"), ("鍵", "料金", "台数", "屋根")),
    (("保育園", "待機児童", "保育士", "一時預かり"), ("入園", "延長", "迎え", "定員")),
    (("避難所", "防災訓練", "備蓄倉庫", "ハザードマップ"), ("毛布", "地震", "水害", "名簿")),
    (("街路樹", "花壇", "落ち葉", "剪定"), ("緑", "根", "日陰", "水やり")),
    (("市民プール", "体育館", "グラウンド", "更衣室"), ("予約", "利用料", "夜間", "照明")),
    (("商店街", "シャッター", "空き店舗", "朝市"), ("店主", "買い物客", "アーケード", "イベント")),
    (("認知症", "介護", "デイサービス", "見守り"), ("家族", "相談窓口", "一人暮らし", "ヘルパー")),
    (("野良猫", "犬の散歩", "ドッグラン", "飼い主"), ("糞", "鳴き声", "首輪", "餌")),
    (("水道管", "下水", "側溝", "マンホール"), ("臭い", "詰まり", "漏水", "工事")),
    (("外国語", "日本語教室", "通訳", "多文化"), ("案内板", "翻訳", "文化祭", "留学生")),
    (("光回線", "公衆無線LAN", "電子申請", "スマホ教室"), ("パスワード", "画面", "端末", "操作")),
)
FRAMES = (
    "先月から{a}の{b}が気になって、家族でも話題にしています。",
    "{a}について、{b}をもう一度見直す時期だと考えます。",
    "{b}が足りないので、{a}に予算を回せませんか。",
    "近所の人も{a}の{b}では苦労しているようです。",
    "{a}が変われば、この町はもっと住みやすくなるはずです。{b}も同じです。",
    "役所に電話したら{a}の担当が親切でした。{b}もお願いします。",
    "正直、{a}にはがっかりしました。{b}の説明がなかったからです。",
    "{a}は続けてください。ただし{b}は要りません。",
    "{c}より先に、{a}の{b}を何とかしてほしいです。",
    "若い世代にも{a}を知ってもらうため、{b}を紹介する冊子を作ってはどうでしょう。",
)


def run() -> dict[str, object]:
    """{what: figure}. CPU in seconds, memory in megabytes, planted_ari from 0 (chance) to 1."""
    told = subprocess.run(
        [sys.executable, __file__],
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": str(ROOT / "src")},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, object] = json.loads(told.stdout.splitlines()[-1])
    return found


def made(number: int, seed: int) -> tuple[list[str], list[int]]:
    """Texts and the subject of each."""
    import numpy as np

    chance = np.random.default_rng(seed)
    texts, subjects = [], []
    for _ in range(number):
        subject = int(chance.integers(len(SUBJECTS)))
        other = int(chance.integers(len(SUBJECTS)))
        mains, sides = SUBJECTS[subject]
        said = [
            FRAMES[int(chance.integers(len(FRAMES)))].format(
                a=mains[int(chance.integers(len(mains)))],
                b=sides[int(chance.integers(len(sides)))],
                c=SUBJECTS[other][0][int(chance.integers(4))],
            )
            for _ in range(int(chance.integers(1, 4)))
        ]
        texts.append("".join(said))
        subjects.append(subject)
    return texts, subjects


def _once() -> None:
    import numpy as np

    from jibungoto.engines import freetext
    from jibungoto.engines.freetext.gathering import rand_index
    from jibungoto.japan.text import search_key

    texts, subjects = made(TEXTS, 20261127)
    before = time.process_time()
    found = freetext.group(texts, fold=search_key)
    cpu = time.process_time() - before
    groups = np.full(len(texts), len(found.groups))
    for number, group in enumerate(found.groups):
        groups[list(group.members)] = number
    told = {
        "texts": len(texts),
        "groups": len(found.groups),
        "cpu_s": round(cpu, 2),
        "mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "planted_ari": round(rand_index(groups, np.array(subjects)), 3),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    _once()
