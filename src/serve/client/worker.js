// One stream of events for all tabs of a browser: browsers open few connections to one host, and a tab each would use them up.
"use strict";
const ports = new Set();
let newest = null, lost = false;

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function listen() {
  const source = new EventSource("/.prepgen/events");
  source.onmessage = (event) => {
    lost = false;
    newest = JSON.parse(event.data);
    tell(newest);
  };
  source.onerror = () => {
    if (!lost) tell({ lost: true });
    lost = true;
    // The browser tries again by itself, unless something else than prepgen answered.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  };
}

self.onconnect = (event) => {
  const port = event.ports[0];
  ports.add(port);
  port.onmessage = () => ports.delete(port);
  if (lost) port.postMessage({ lost: true });
  else if (newest) port.postMessage(newest);
};

listen();
