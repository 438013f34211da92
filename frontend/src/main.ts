import "./styles/main.css";
import "./elements/search-box";
import "./elements/concept-field";
import "./elements/known-steps";
import "./elements/share-link";
import "./elements/missing-map";
import "./elements/more-items";
import "./elements/reading-progress";
