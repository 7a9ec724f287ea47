/// How often and how broadly compliance is probed.
public struct ComplianceProbeConfiguration: Sendable, Hashable, Codable {
  /// RL steps between two probes; the first comes before RL and the last at its end.
  public var every: Int
  /// The number of requests, each put under every cell.
  public var requests: Int
  /// The number of requests of the last probe, which the final claims rest on.
  public var finalRequests: Int
  public var maximumTokens: Int
  public var temperature: Float

  /// Creates a configuration.
  public init(
    every: Int = 50, requests: Int = 64, finalRequests: Int = 256, maximumTokens: Int = 80, temperature: Float = 1
  ) {
    self.every = every
    self.requests = requests
    self.finalRequests = finalRequests
    self.maximumTokens = maximumTokens
    self.temperature = temperature
  }
}
