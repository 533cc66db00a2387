// The few words scripts say themselves, in the language of the page.
const spoken = {
  ja: {
    close: "閉じる",
    larger: "地図を大きくする",
    smaller: "地図を小さくする",
    narrow: "この表の中で探す",
    found: (n) => `${n}件が合いました`,
    offline: "電波が届いていません。書いた内容は、この画面に残っています。",
    online: "つながりました。",
    restored: "前に書きかけた内容を戻しました。",
    kept: "書きかけを、この画面を閉じるまで残しています。",
    files: "選んだファイル",
    tooBig: (most) => `${most}MBをこえています。小さくしてから選んでください。`,
    saving: "保存しています…",
    saved: (at) => `${at} に保存しました。`,
    notSaved: "まだ保存できていません。つながりしだい、もう一度保存します。",
    someNot: (n) => `保存していない欄が${n}つあります。わけを見てください。`,
    cut: (n) => `${n}行は、この画面に行がないので入りませんでした。次のページで貼ってください。`,
    repeated: "前の年度と同じにしました。",
    mine: "自分の内容で保存する",
    theirs: "ほかの方の内容にする",
  },
  en: {
    close: "Close",
    larger: "Zoom in",
    smaller: "Zoom out",
    narrow: "Find in this table",
    found: (n) => `${n} found`,
    offline: "No connection. What you wrote stays on this screen.",
    online: "Connected again.",
    restored: "We put back what you were writing.",
    kept: "Your draft is kept until you close this screen.",
    files: "Chosen files",
    tooBig: (most) => `Over ${most} MB. Please choose a smaller one.`,
    saving: "Saving…",
    saved: (at) => `Saved at ${at}.`,
    notSaved: "Not saved yet. We will try again as soon as there is a connection.",
    someNot: (n) => `Not saved: ${n}. Please see the reasons.`,
    cut: (n) => ` ${n} rows had no place on this page. Please paste them on the next one.`,
    repeated: "The same as the year before.",
    mine: "Save mine",
    theirs: "Take theirs",
  },
};

export const words = spoken[document.documentElement.lang] ?? spoken.ja;

// Each element is dressed once, however often its page is looked through.
export function fresh(root, selector) {
  const found = [...root.querySelectorAll(selector)].filter((el) => !el.dataset.dressed);
  for (const el of found) el.dataset.dressed = "yes";
  return found;
}
