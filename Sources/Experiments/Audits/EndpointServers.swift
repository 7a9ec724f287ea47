import ModelBackend
import OpenAIBackend
import Synchronization

/// The servers behind addresses, each with one client, so that its bounds and budget hold for all models behind it.
final class EndpointServers: Sendable {
  private let clients = Mutex<[String: EndpointClient]>([:])

  /// The model that a reference names.
  ///
  /// - Throws: `BackendError` for an address that is none, or a key that is not set.
  @Sendable
  func model(_ reference: EndpointReference, _ settings: EndpointSettings) throws -> any ChatModel {
    OpenAIChatModel(
      reference.model, at: try client(of: reference.baseURL, settings), options: try settings.chatOptions())
  }

  /// The names of the models behind an address.
  func models(at baseURL: String, _ settings: EndpointSettings) async throws -> [String] {
    try await client(of: baseURL, settings).models()
  }

  private func client(of baseURL: String, _ settings: EndpointSettings) throws -> EndpointClient {
    try clients.withLock { clients in
      if let client = clients[baseURL] { return client }
      let client = try EndpointClient(EndpointConfiguration(baseURL: baseURL, settings))
      clients[baseURL] = client
      return client
    }
  }
}

extension EndpointSettings {
  /// How chat requests are put.
  ///
  /// - Throws: `SettingsError` where the further fields are no JSON object.
  func chatOptions() throws -> ChatOptions {
    var options = ChatOptions(isStreaming: streaming)
    guard !extraBody.isEmpty else { return options }
    guard case .object(let members)? = try? JSONReader.value(of: Array(extraBody.utf8)) else {
      throw SettingsError(
        .invalid,
        "'endpoint.extra_body' is '\(extraBody)'; expected a JSON object such as {\"reasoning_effort\": \"low\"}")
    }
    for member in members {
      if member.value == .null {
        options.omittedFields.insert(member.key)
      } else {
        options.additionalFields[member.key] = member.value
      }
    }
    return options
  }
}

extension EndpointConfiguration {
  fileprivate init(baseURL: String, _ settings: EndpointSettings) {
    let hasPrices = settings.promptPrice > 0 || settings.completionPrice > 0
    self.init(
      baseURL: baseURL, keyVariable: settings.keyVariable.isEmpty ? nil : settings.keyVariable,
      maximumConcurrency: settings.concurrency, deadline: settings.deadline, maximumRetries: settings.retries,
      budget: EndpointBudget(
        maximumTokens: settings.tokenBudget > 0 ? settings.tokenBudget : nil,
        maximumCost: settings.costBudget > 0 ? settings.costBudget : nil),
      prices: hasPrices
        ? EndpointPrices(promptPerMillion: settings.promptPrice, completionPerMillion: settings.completionPrice) : nil)
  }
}
