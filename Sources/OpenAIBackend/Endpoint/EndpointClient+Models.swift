import ModelBackend

extension EndpointClient {
  /// The names of the models that the server serves now, as its `/models` lists them.
  ///
  /// - Throws: `BackendError`; `CancellationError` where the task is cancelled.
  public nonisolated func models() async throws -> [String] {
    try await get("/models", reading: ModelListReader())
  }
}

/// Reads a list of models.
private struct ModelListReader: AnswerReader {
  private var names: [String] = []

  mutating func read(_ value: JSONValue) throws(UnreadableAnswer) {
    guard let entries = value["data"]?.array else {
      throw UnreadableAnswer(
        what: "answered without a list of models. Check that an OpenAI-compatible server is there.")
    }
    names = entries.compactMap { $0["id"]?.string }
  }

  func answer() throws(UnreadableAnswer) -> EndpointAnswer<[String]> {
    EndpointAnswer(content: names, tokens: nil, estimate: TokenCount(prompt: 0, completion: 0))
  }
}
