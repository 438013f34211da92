import "./styles/map.css";
// What every page has, so that this page asks for two scripts and not for what they share as a third.
import "./main";
import "./map/knowledge-map";
