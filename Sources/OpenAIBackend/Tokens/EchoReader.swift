import Language
import ModelBackend

/// Reads the log-probabilities of a prompt that a server repeats.
struct EchoReader: AnswerReader {
  let sequence: [TokenID]

  private var value: JSONValue?

  init(sequence: [TokenID]) {
    self.sequence = sequence
  }

  mutating func read(_ value: JSONValue) { self.value = value }

  func answer() throws(UnreadableAnswer) -> EndpointAnswer<[Float]> {
    guard let choice = value?["choices"]?.array?.first else {
      throw UnreadableAnswer(what: "answered without choices. Check that an OpenAI-compatible server is there.")
    }
    // The first token has no condition, and no probability. A server without `echo` gives those of its own alone.
    guard let listed = choice["logprobs"]?["token_logprobs"]?.array, listed.count >= sequence.count,
      listed[0] == .null
    else {
      throw UnreadableAnswer(
        what: "gives no log-probabilities of a prompt's tokens (echo). Serve the model with vLLM, or score with "
          + "another backend.", isUnsupported: true)
    }
    if let told = choice["prompt_token_ids"]?.array, told.map(\.integer) != sequence.map({ Int($0) }) {
      throw UnreadableAnswer(
        what: "read another prompt than it was given: the tokens that it returns for it differ. Check that it serves "
          + "the model that the tokens are of, and adds none of its own.")
    }
    let scores = listed[1..<sequence.count].compactMap(\.number)
    guard scores.count == sequence.count - 1 else {
      throw UnreadableAnswer(what: "answered with a log-probability that is no number.")
    }
    return EndpointAnswer(
      content: scores.map { Float($0) }, tokens: value?["usage"].flatMap(TokenCount.init),
      estimate: TokenCount(prompt: sequence.count, completion: 1))
  }
}
