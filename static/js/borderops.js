// The one entry of the interface's scripts. Every page works without them, except that clocks do not tick.
import "./components.js";
