import "./styles/map.css";
// What every page has: the map's page names this script alone, and what both need is not a third one.
import "./main";
import "./map/knowledge-map";
