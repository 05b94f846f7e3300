// The map of sites: clusters that the server makes of each view, boroughs' outlines beneath, and the list beside that follows.
// Without this module the list stands alone, with the same sites.
const L = window.L;
const box = document.getElementById("map");
const said = document.getElementById("map-said");
const DEEPEST = 18;
const asked = new URLSearchParams(location.search);
const number = (value) => value.toLocaleString("en-GB");
const sites = (count) => `${number(count)} site${count === 1 ? "" : "s"}`;

box.hidden = false;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const map = L.map(box, { minZoom: 5, maxZoom: DEEPEST, zoomAnimation: !still, fadeAnimation: !still, maxBounds: [[48, -12], [62.5, 5]] });
map.attributionControl.setPrefix(false);
map.createPane("names").style.zIndex = 450; // above the outlines, beneath the markers
if (box.dataset.tileUrl) L.tileLayer(box.dataset.tileUrl, { maxZoom: DEEPEST, attribution: box.dataset.tileAttribution }).addTo(map);

const get = async (address, signal) => {
  const answer = await fetch(address, { signal, headers: { Accept: "application/json, text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
};

const outlines = async () => {
  const drawn = L.geoJSON(await (await get("/api/v1/sites/boroughs/")).json(), {
    interactive: false,
    style: { className: "portal-map__borough", weight: 1.5 },
    onEachFeature: (feature, layer) =>
      layer.bindTooltip(feature.properties.name, { permanent: true, direction: "center", className: "portal-map__name", pane: "names" }),
  });
  return drawn.addTo(map).getBounds();
};
const names = () => box.classList.toggle("portal-map--near", map.getZoom() >= 11);

// --- Where the map begins: the view of the address, else what the filters leave, else London -------------------------------
const query = (extra) => {
  const params = new URLSearchParams(asked);
  for (const name of ["bbox", "zoom", "page", "cursor", "limit", "order", "count", "fields", "omit", "brief"]) params.delete(name);
  for (const [name, value] of [...params]) if (!value) params.delete(name, value);
  for (const [name, value] of Object.entries(extra)) params.set(name, value);
  return params;
};
const begin = async () => {
  const london = await outlines().catch(() => null);
  const given = (asked.get("bbox") || "").split(",").map(Number);
  if (given.length === 4 && given.every(Number.isFinite)) {
    map.fitBounds([[given[1], given[0]], [given[3], given[2]]]);
    if (asked.get("zoom")) map.setZoom(Number(asked.get("zoom")), { animate: false });
    return;
  }
  if ([...query({})].length) {
    const found = await (await get(`/api/v1/sites/map/?${query({ zoom: 10 })}`)).json();
    const points = found.features.map(({ geometry: { coordinates: [x, y] } }) => [y, x]);
    if (points.length) return void map.fitBounds(points, { maxZoom: 15, padding: [30, 30] });
  }
  map.fitBounds(london?.isValid() ? london : [[51.28, -0.52], [51.7, 0.34]]);
};

// --- What is in view ---------------------------------------------------------------------------------------------------
// The view, widened to whole cells of the server's grid: for these it has the counts at hand (estates/rules/cells.py).
const widened = () => {
  const width = 360 / 2 ** (map.getZoom() + 2), height = 225 / 2 ** (map.getZoom() + 2);
  const bounds = map.getBounds();
  const out = (value, side, round) => round(value / side) * side;
  return [
    Math.max(-180, out(bounds.getWest() + 180, width, Math.floor) - 180),
    Math.max(-90, out(bounds.getSouth() + 90, height, Math.floor) - 90),
    Math.min(180, out(bounds.getEast() + 180, width, Math.ceil) - 180),
    Math.min(90, out(bounds.getNorth() + 90, height, Math.ceil) - 90),
  ].join(",");
};

const markers = new Map(); // by what each stands for, so that one that stays keeps its focus and its popup
const keyOf = ({ id, bbox, properties }) => id ?? `${bbox} ${properties.count}`;

const popup = (feature) => {
  const { count, id, name, organisation, outside_london: outside } = feature.properties;
  const whole = document.createElement("div");
  const link = document.createElement("a");
  link.className = "govuk-link";
  link.href = id ? `/estates/sites/${id}/` : `/estates/map/?${query({ bbox: feature.bbox, zoom: map.getZoom() })}#map-list`;
  link.textContent = id ? name : `List these ${sites(count)}`;
  whole.append(link);
  for (const words of [organisation, outside ? "Outside Greater London" : ""].filter(Boolean)) {
    const line = document.createElement("p");
    line.textContent = words;
    whole.append(line);
  }
  return whole;
};

const act = (marker, feature, byKey) => {
  if (feature.bbox && map.getZoom() < DEEPEST) {
    const [west, south, east, north] = feature.bbox;
    const bounds = L.latLngBounds([[south, west], [north, east]]);
    map.setView(bounds.getCenter(), Math.min(DEEPEST, Math.max(map.getZoom() + 1, map.getBoundsZoom(bounds))));
    if (byKey) box.focus();
    return;
  }
  marker.openPopup();
  if (byKey) marker.getPopup().getElement()?.querySelector("a.govuk-link")?.focus();
};

const marked = (feature) => {
  const [x, y] = feature.geometry.coordinates;
  const { count, name, organisation } = feature.properties;
  const one = Boolean(feature.id);
  const side = one ? 26 : 30 + 6 * String(count).length;
  const icon = L.divIcon({ className: `portal-map__mark${one ? "" : " portal-map__mark--many"}`, html: one ? "" : `<span>${number(count)}</span>`, iconSize: [side, side] });
  const marker = L.marker([y, x], { icon, keyboard: true, riseOnHover: true }).addTo(map);
  marker.bindPopup(() => popup(feature), { maxWidth: 260, autoPanPadding: [20, 20] });
  marker.off("click keypress"); // Leaflet's own would open the popup of a cluster too
  marker.on("click", () => act(marker, feature, false));
  const element = marker.getElement();
  element.setAttribute("aria-label", one ? `${name}, ${organisation}` : `${sites(count)}. Enter zooms in`);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    act(marker, feature, true);
  });
  marker.on("popupclose", () => {
    if (box.contains(document.activeElement) || document.activeElement === document.body) element.isConnected ? element.focus() : box.focus();
  });
  return marker;
};

// Leaflet hears Escape only while the map itself has the focus, not a link in its popup.
box.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });

// Tab goes from the north-west to the south-east, as the server lists them. An element with the focus is not moved, or it would lose it.
const ordered = (elements) => {
  const pane = map.getPane("markerPane");
  const focused = elements.find((each) => each === document.activeElement);
  let past = !focused;
  for (const each of elements) {
    if (each === focused) past = true;
    else if (past) pane.append(each);
    else pane.insertBefore(each, focused);
  }
};

const shown = (found) => {
  const wanted = new Map(found.features.map((feature) => [keyOf(feature), feature]));
  for (const [key, marker] of markers) {
    if (wanted.has(key)) continue;
    if (marker.getElement() === document.activeElement) box.focus();
    marker.remove();
    markers.delete(key);
  }
  for (const [key, feature] of wanted) if (!markers.has(key)) markers.set(key, marked(feature));
  ordered([...wanted.keys()].map((key) => markers.get(key).getElement()));
  const many = found.features.filter((feature) => feature.bbox).length;
  said.textContent = found.count
    ? `${sites(found.count)} in view, as ${number(found.features.length)} marker${found.features.length === 1 ? "" : "s"}${many ? `, ${number(many)} of them for several sites` : ""}.`
    : "No site in view.";
};

const listed = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById("map-list");
  const list = document.getElementById("map-list");
  if (fresh) list.replaceChildren(...fresh.childNodes);
};

let going = null;
const look = async () => {
  going?.abort();
  const mine = (going = new AbortController());
  const view = widened();
  const bounds = map.getBounds();
  const here = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((edge) => edge.toFixed(5)).join(",");
  history.replaceState(null, "", `?${query({ bbox: here, zoom: map.getZoom() })}`);
  for (const field of document.querySelectorAll(".portal-filters input[name=bbox]")) field.value = here;
  try {
    const [found, list] = await Promise.all([
      get(`/api/v1/sites/map/?${query({ bbox: view, zoom: map.getZoom() })}`, mine.signal).then((answer) => answer.json()),
      get(`/estates/map/?${query({ bbox: view, ...(asked.get("order") ? { order: asked.get("order") } : {}) })}`, mine.signal).then((answer) => answer.text()),
    ]);
    shown(found);
    listed(list);
  } catch (error) {
    if (error.name !== "AbortError") said.textContent = "The portal did not answer, so the map may not be up to date. Move it to try again.";
  }
};

let soon = 0;
map.on("zoomend", names);
begin().then(() => {
  names();
  look();
  map.on("moveend", () => { clearTimeout(soon); soon = setTimeout(look, 150); });
}, () => { said.textContent = "The map could not begin: the portal did not answer. The list below has the same sites."; });
