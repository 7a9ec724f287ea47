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
    OpenAIChatModel(reference.model, at: try client(of: reference.baseURL, settings))
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
