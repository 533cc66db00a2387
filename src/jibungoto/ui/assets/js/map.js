// <div data-map="id of a JSON script">: pins on a ground without outside tiles. The list beside the
// map holds the same places, so the map may be missing.
import L from "leaflet";
import { words } from "./words.js";

const PINS = {
  charm: "M12 2 15 9l7 .6-5.4 4.7 1.7 7.1L12 17.6 5.7 21.4l1.7-7.1L2 9.6 9 9z",
  issue: "M12 3 22 21H2z",
  place: "M4 4h16v16H4z",
  other: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
};

const MARGIN = 12;
const STOPS = 30; // pins a keyboard may pass through; more are reached by the list alone

for (const frame of document.querySelectorAll("[data-map]")) {
  const source = document.getElementById(frame.dataset.map);
  if (source) draw(frame, JSON.parse(source.textContent));
}

function draw(frame, data) {
  keepForPaper(frame);
  frame.classList.add("live");
  const map = L.map(frame, {
    attributionControl: Boolean(data.attribution),
    zoomControl: false,
    zoomSnap: 0.25,
  });
  L.control.zoom({ zoomInTitle: words.larger, zoomOutTitle: words.smaller }).addTo(map);
  map.attributionControl?.setPrefix(false);
  if (data.tiles) L.tileLayer(data.tiles, { attribution: data.attribution, maxZoom: 18 }).addTo(map);
  const ground = L.geoJSON(data.areas, { style: (area) => ({ className: area.properties.here ? "area here" : "area" }) }).addTo(map);
  ground.eachLayer((layer) => {
    layer.bindTooltip(layer.feature.properties.name ?? "", { permanent: true, direction: "center", className: "area-name" });
  });
  const pins = (data.pins ?? []).map((pin, _at, all) => placePin(map, pin, frame, all.length <= STOPS));
  const around = L.featureGroup([ground, ...pins]);
  // A frame narrower than its margins, as a window is while it opens, has no zoom to compute.
  const roomy = () => Math.min(map.getSize().x, map.getSize().y) > 4 * MARGIN;
  const fit = () => roomy() && around.getBounds().isValid() && map.fitBounds(around.getBounds(), { padding: [MARGIN, MARGIN], animate: false });
  fit();
  // A telephone that is turned shows the whole again, until somebody has moved the map.
  let moved = false;
  for (const hand of ["pointerdown", "wheel", "keydown"]) frame.addEventListener(hand, () => { moved = true; }, { once: true, passive: true });
  map.on("resize", () => moved || fit());
  const names = { permanent: true, className: "area-name near" };
  if (data.pieces) {
    L.geoJSON(data.pieces, { interactive: false, style: { className: "piece" } }).addTo(map)
      .eachLayer((layer) => layer.bindTooltip(layer.feature.properties.name ?? "", { ...names, direction: "center" }));
  }
  for (const mark of data.marks ?? []) {
    L.circleMarker([mark.lat, mark.lon], { radius: 4, className: "mark-point", interactive: false }).addTo(map)
      .bindTooltip(mark.title, { ...names, direction: "right" });
  }
  // From far, names of what lies close together would cover each other.
  const near = () => frame.classList.toggle("is-near", map.getZoom() >= 14.25);
  map.on("zoomend", near);
  near();
  // A name that would cover another is left out until there is room: the list holds them all.
  const apart = () => requestAnimationFrame(() => keepApart(ground));
  map.on("zoomend resize", apart);
  apart();
  if ("pick" in frame.dataset) pickPlace(map, frame);
}

// Paper does not move: the still map is printed in the place of this one.
function keepForPaper(frame) {
  const still = frame.querySelector("svg");
  if (!still) return;
  const kept = document.createElement("div");
  kept.className = "map-frame map-still";
  kept.append(still);
  frame.after(kept);
}

// The district of the page keeps its name first, then the larger ones theirs.
function keepApart(ground) {
  const shown = [];
  const size = (layer) => {
    const box = layer.getBounds();
    return (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
  };
  const first = (a, b) => Number(b.feature.properties.here ?? false) - Number(a.feature.properties.here ?? false) || size(b) - size(a);
  for (const layer of ground.getLayers().sort(first)) {
    const name = layer.getTooltip()?.getElement();
    if (!name) continue;
    const box = name.getBoundingClientRect();
    const covered = shown.some((o) => box.left < o.right && box.right > o.left && box.top < o.bottom && box.bottom > o.top);
    name.classList.toggle("covered", covered);
    if (!covered) shown.push(box);
  }
}

function placePin(map, pin, frame, keyboard) {
  const icon = L.divIcon({
    className: `pin ${pin.kind ?? "other"}${pin.label === "" ? " small" : ""}`,
    html: sign(pin) + (pin.label === "" ? "" : `<b>${Number(pin.id)}</b>`),
    iconSize: [44, 44],
    iconAnchor: [22, 22],
  });
  const marker = L.marker([pin.lat, pin.lon], { icon, title: pin.title, alt: pin.title, keyboard }).addTo(map);
  if (!keyboard) marker.getElement()?.setAttribute("aria-hidden", "true");
  const popup = document.createElement("div");
  const link = document.createElement(pin.url ? "a" : "b");
  link.textContent = pin.title;
  if (pin.url) link.href = pin.url;
  popup.append(link);
  if (pin.text) popup.append(Object.assign(document.createElement("p"), { textContent: pin.text }));
  marker.bindPopup(popup);
  document.getElementById(`${frame.dataset.map}-${pin.id}`)?.addEventListener("focusin", () => marker.openPopup());
  return marker;
}

// The same shape as on the still map; without one, the shape of the kind.
function sign(pin) {
  if (!/^[-0-9.a-zA-Z ]+$/.test(pin.path ?? "")) return `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${PINS[pin.kind] ?? PINS.other}"/></svg>`;
  return `<svg class="sign" viewBox="-10 -10 20 20" aria-hidden="true"><path class="f-${String(pin.ink).replace(/[^-a-z0-9]/g, "")}" d="${pin.path}"/></svg>`;
}

// <div data-map data-pick="prefix">: a press puts the place into the fields prefix_lat and prefix_lon.
function pickPlace(map, frame) {
  const lat = document.querySelector(`[name="${frame.dataset.pick}lat"]`);
  const lon = document.querySelector(`[name="${frame.dataset.pick}lon"]`);
  if (!lat || !lon) return;
  let marker = null;
  map.on("click", ({ latlng }) => {
    lat.value = latlng.lat.toFixed(6);
    lon.value = latlng.lng.toFixed(6);
    marker?.remove();
    marker = L.circleMarker(latlng, { radius: 9, className: "picked" }).addTo(map);
    lat.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
