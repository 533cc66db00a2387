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
  },
};

export const words = spoken[document.documentElement.lang] ?? spoken.ja;

// Each element is dressed once, however often its page is looked through.
export function fresh(root, selector) {
  const found = [...root.querySelectorAll(selector)].filter((el) => !el.dataset.dressed);
  for (const el of found) el.dataset.dressed = "yes";
  return found;
}
