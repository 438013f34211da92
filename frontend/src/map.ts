import "./styles/map.css";
import "./map/knowledge-map";
