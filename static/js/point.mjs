// A small map beside each pair of boxes for a latitude and a longitude: a click, a drag or the button beneath it fills them in, and what
// is typed moves the point. Without this module the boxes stand alone.
const L = window.L;
const { tileUrl, tileAttribution, at } = document.getElementById("points").dataset;
const CLOSE = tileUrl ? 15 : 12; // without tiles only boroughs' outlines and names tell where one is
const LONDON = [[51.28, -0.52], [51.7, 0.34]];
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const around = (at || "").split(",").map(Number);
const outlines = fetch("/api/v1/sites/boroughs/", { headers: { Accept: "application/json" } }).then((answer) => answer.json()).catch(() => null);
const read = (box) => (box.value.trim() === "" ? NaN : Number(box.value));

const mapFor = (latitude, longitude) => {
  const whose = latitude.labels[0].firstChild.textContent.trim();
  const holder = document.createElement("div");
  holder.className = "govuk-form-group";
  holder.innerHTML = `<div class="portal-map portal-map--small" role="region"></div>
    <button type="button" class="govuk-button govuk-button--secondary govuk-!-margin-bottom-2">Put the point in the middle of the map</button>
    <p class="govuk-body-s govuk-!-margin-bottom-0" role="status"></p>`;
  const [box, button, said] = holder.children;
  box.setAttribute("aria-label", `Map for ${whose.toLowerCase()} and longitude. Arrow keys move it, plus and minus zoom`);
  button.append(Object.assign(document.createElement("span"), { className: "govuk-visually-hidden", textContent: ` (${whose.toLowerCase()} and longitude)` }));
  longitude.closest(".govuk-form-group").after(holder);

  const map = L.map(box, { minZoom: 5, maxZoom: 18, zoomAnimation: !still, fadeAnimation: !still, scrollWheelZoom: false, maxBounds: [[48, -12], [62.5, 5]] });
  map.attributionControl.setPrefix(false);
  if (tileUrl) L.tileLayer(tileUrl, { maxZoom: 18, attribution: tileAttribution }).addTo(map);
  const named = (feature, layer) => layer.bindTooltip(feature.properties.name, { permanent: true, direction: "center", className: "portal-map__name" });
  const style = { className: "portal-map__borough", weight: 1.5 };
  outlines.then((found) => found && L.geoJSON(found, { interactive: false, style, onEachFeature: named }).addTo(map));
  map.on("zoomend", () => box.classList.toggle("portal-map--near", map.getZoom() >= 11));
  const icon = L.divIcon({ className: "portal-map__mark", html: "", iconSize: [26, 26] });
  const marker = L.marker([0, 0], { icon, draggable: true, autoPan: true, keyboard: false, interactive: true });

  const put = ({ lat, lng }) => {
    latitude.value = lat.toFixed(6);
    longitude.value = lng.toFixed(6);
    marker.setLatLng([lat, lng]).addTo(map);
    const way = document.querySelector("input[name=given_as][value=degrees]"); // of the form that takes a point in other ways as well
    if (way) way.checked = true;
    said.textContent = `The point is at ${lat.toFixed(6)}, ${lng.toFixed(6)}.`;
  };
  const typed = () => {
    const point = [read(latitude), read(longitude)];
    if (!point.every(Number.isFinite) || Math.abs(point[0]) > 90 || Math.abs(point[1]) > 180) return void marker.remove();
    marker.setLatLng(point).addTo(map);
    map.setView(point, Math.max(map.getZoom() || 0, CLOSE), { animate: false });
  };
  if (around.length === 2 && around.every(Number.isFinite)) map.setView(around, CLOSE);
  else map.fitBounds(LONDON);
  typed();
  map.on("click", (event) => put(event.latlng));
  marker.on("dragend", () => put(marker.getLatLng()));
  button.addEventListener("click", () => put(map.getCenter()));
  for (const each of [latitude, longitude]) each.addEventListener("change", typed);
};

for (const latitude of document.querySelectorAll("form input[name$=latitude]")) {
  const longitude = latitude.form.elements[latitude.name.replace(/latitude$/, "longitude")];
  if (longitude) mapFor(latitude, longitude);
}
