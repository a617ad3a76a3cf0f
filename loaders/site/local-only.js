// Loaded before Framework: its preview server answers whoever can make a browser ask it; this one answers this machine.
import {Server} from "node:http";
import {isLocalRequest, refusal} from "./loopback.js";

const emit = Server.prototype.emit;

Server.prototype.emit = function (event, request, answer, ...rest) {
  if (event === "request" && !isLocalRequest(request)) {
    answer.writeHead(403, {"Content-Type": "text/plain; charset=utf-8", Connection: "close"}).end(refusal);
    return true;
  }
  if (event === "upgrade" && !isLocalRequest(request, {sameOrigin: true})) {
    answer.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    return true;
  }
  return emit.call(this, event, request, answer, ...rest);
};
