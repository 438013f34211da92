// The page of a map too large to be drawn at once: all that the map's page has, and first, because the atlas joins it.
import "./map";
import "./styles/atlas.css";
import { MapAtlasElement } from "./atlas/map-atlas";

customElements.define("map-atlas", MapAtlasElement);
