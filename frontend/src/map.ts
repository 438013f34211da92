import "./styles/map.css";
// What every page has. Imported, so that what both need is in that script and not in a third one.
import "./main";
import "./map/knowledge-map";
