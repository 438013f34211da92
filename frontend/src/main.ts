import "./styles/main.css";
import "./elements/search-box";
import "./elements/known-steps";
import "./elements/share-link";
import "./elements/missing-map";
import "./elements/reading-progress";
