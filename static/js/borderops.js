// The one entry of the interface's scripts. Every page works without them, except that clocks do not tick.
import "./components.js";
import "./menus.js";
import "./reveals.js";
import "./boxes.js";
import "./pressed.js";
import "./once.js";
import "./clocks.js";
import "./strip.js";
import "./alarm.js";
import "./drafts.js";
import "./passport.js";
import "./session.js";
import "./keys.js";
