/**
 * One post to the server, and what its answer means.
 *
 * @typedef {"done"|"moved"|"refused"|"signed-out"|"offline"} Outcome
 */

const OUTCOMES = { 200: "done", 401: "signed-out", 403: "refused", 409: "moved" };

/**
 * @param {string} address
 * @param {string} token that the form is ours
 * @param {object} body
 * @returns {Promise<{outcome: Outcome, answer: any}>}
 */
export async function send(address, token, body) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
    const isJson = answer.headers.get("Content-Type")?.includes("json") && !answer.redirected;
    // A page instead of an answer: somebody has to sign in, or the form is too old.
    if (!isJson) return { outcome: answer.status >= 500 ? "offline" : "signed-out", answer: null };
    const told = await answer.json();
    if (answer.status >= 500) return { outcome: "offline", answer: told };
    return { outcome: OUTCOMES[answer.status] ?? "refused", answer: told };
  } catch {
    // The connection ended, maybe in the middle of the answer.
    return { outcome: "offline", answer: null };
  }
}

/**
 * @param {string} address of a small page of who is signed in
 * @returns {Promise<string>} by which this session's forms are known; empty when the page cannot be had
 */
export async function freshToken(address) {
  try {
    const text = await (await fetch(address)).text();
    const field = new DOMParser().parseFromString(text, "text/html").querySelector("[name=csrf_token]");
    return field?.getAttribute("value") ?? "";
  } catch {
    // The post that follows meets the same, and says so.
    return "";
  }
}
