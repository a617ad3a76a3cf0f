// Loaded before Framework: its preview server answers whoever can make a browser ask it; this one answers this machine.
import {request as send, Server} from "node:http";
import {improved} from "./improved-page.js";
import {isLocalRequest, refusal} from "./loopback.js";

const workbench = JSON.parse(process.env.SURFTURF_WORKBENCH || "null");
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
  if (event === "request" && workbench !== null) {
    if (request.url.startsWith("/_surfturf/")) return passOn(request, answer);
    answer.setHeader("Server-Timing", "surfturf-workbench"); // pages read it to know that marks are written to a file
  }
  if (event === "request") improvePages(answer);
  return emit.call(this, event, request, answer, ...rest);
};

/**
 * Pages of the preview are for all readers, as those of a built site are.
 * @param {import("node:http").ServerResponse} answer
 */
function improvePages(answer) {
  const end = answer.end;
  answer.end = (content, ...rest) => {
    const isPage = typeof content === "string" && String(answer.getHeader("content-type")).startsWith("text/html");
    return end.call(answer, isPage ? improved(content) : content, ...rest);
  };
}

/**
 * Passes a request on to the workbench, which checks where it comes from and answers it.
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} answer
 * @returns {true}
 */
function passOn(request, answer) {
  const {method, url: path, headers} = request;
  const options = {method, path, headers: {...headers, "x-surfturf-token": workbench.token}, agent: false};
  const passed = send({host: "127.0.0.1", port: workbench.port, ...options}, (from) => {
    answer.writeHead(from.statusCode, from.headers);
    from.pipe(answer);
  });
  passed.on("error", () => {
    if (!answer.headersSent) answer.writeHead(502);
    answer.end();
  });
  request.pipe(passed);
  return true;
}
