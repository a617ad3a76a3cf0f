// Loaded before Framework: its preview server answers whoever can make a browser ask it; this one answers this machine.
import {request as send, Server} from "node:http";
import {URL} from "node:url";
import {improved} from "./improved-page.js";
import {keptAnswers} from "./kept-answers.js";
import {isLocalRequest, refusal} from "./loopback.js";
import {openingPages} from "./opening-pages.js";

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
  if (event === "upgrade") openingPages.isThere();
  if (event === "request" && workbench !== null) {
    if (request.url.startsWith("/_surfturf/")) return passOn(request, answer);
    answer.setHeader("Server-Timing", "surfturf-workbench"); // pages read it to know that marks are written to a file
    if (isPage(request)) openingPages.opens();
    if (keptAnswers.answer(request, answer)) return true;
  }
  if (event === "request") improveAnswer(request, answer);
  if (event !== "request" || workbench === null || !beginsDataFile(request))
    return emit.call(this, event, request, answer, ...rest);
  void makeFresh(request.url).then(() => emit.call(this, event, request, answer, ...rest));
  return true;
};

/**
 * Whether a browser asks for a page.
 * @param {import("node:http").IncomingMessage} request
 */
const isPage = ({method, url = "", headers}) =>
  method === "GET" && !url.startsWith("/_") && (headers.accept ?? "").includes("text/html");

/**
 * Whether a data file is read from its beginning, or its size is asked for. Ranges are read after that, and must be of the
 * same file.
 * @param {import("node:http").IncomingMessage} request
 */
const beginsDataFile = ({url = "", headers}) => url.startsWith("/_file/data/") && headers.range === undefined;

/**
 * Has the workbench write a data file, if it is not as new as what it is made of: in its own process, which takes a
 * fraction of the time of a data loader's. Where it can't, the loader does, and says why.
 * @param {string} url
 * @returns {Promise<void>}
 */
function makeFresh(url) {
  const path = `/_surfturf/fresh${new URL(url, "http://localhost").pathname.slice("/_file".length)}`;
  const headers = {"x-surfturf-token": workbench.token};
  return new Promise((resolve) => {
    const asked = send({host: "127.0.0.1", port: workbench.port, method: "POST", path, headers}, (answer) => {
      answer.resume().on("close", resolve);
    });
    asked.on("error", () => resolve()).end();
  });
}

/**
 * Pages of the preview are for all readers, as those of a built site are. What need not be made again is kept.
 * @param {import("node:http").IncomingMessage} request
 * @param {import("node:http").ServerResponse} answer
 */
function improveAnswer(request, answer) {
  const end = answer.end;
  answer.end = (content, ...rest) => {
    keptAnswers.keep(request, answer, content);
    const isHtml = typeof content === "string" && String(answer.getHeader("content-type")).startsWith("text/html");
    return end.call(answer, isHtml ? improved(content) : content, ...rest);
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
