import Foundation

/// Where and how the service listens, and how much it takes on.
public struct ServiceConfiguration: Sendable {
  public var host: String
  public var port: Int
  /// What every request but `/health` has to bear; `nil` where none has to.
  public var token: String?
  /// PEM files of the certificate chain and its key; `nil` for plain HTTP.
  public var certificate: URL?
  public var privateKey: URL?
  /// Requests for completions that may be under way or wait; those beyond get 429.
  public var maximumRequests: Int
  /// Requests a second of one address, after a burst of what comes in ten seconds; `nil` for no limit on loopback, and
  /// 100 elsewhere.
  public var requestsPerSecond: Double?
  /// How long one request may take.
  public var timeout: Duration
  /// How long requests that are under way may go on after the service was told to stop.
  public var grace: Duration
  /// How long a session of Tinker's API lives without a sign of life.
  public var sessionPatience: Duration

  /// Creates a configuration.
  public init(
    host: String = "127.0.0.1", port: Int = 8400, token: String? = nil, certificate: URL? = nil,
    privateKey: URL? = nil, maximumRequests: Int = 512, requestsPerSecond: Double? = nil,
    timeout: Duration = .seconds(600), grace: Duration = .seconds(10), sessionPatience: Duration = .seconds(300)
  ) {
    self.host = host
    self.port = port
    self.token = token
    self.certificate = certificate
    self.privateKey = privateKey
    self.maximumRequests = maximumRequests
    self.requestsPerSecond = requestsPerSecond
    self.timeout = timeout
    self.grace = grace
    self.sessionPatience = sessionPatience
  }

  /// Whether only programs on this machine can reach the service.
  public var isLoopback: Bool { Self.isLoopback(host) }

  /// What one address may ask; without a rate of its own the service limits those of other machines alone.
  var rateLimit: RateLimit? {
    (requestsPerSecond ?? (isLoopback ? nil : 100)).map { RateLimit(rate: $0, burst: max(1, Int($0 * 10))) }
  }

  static func isLoopback(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    let isIPv4 = parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    return isIPv4 || ["localhost", "::1", "[::1]"].contains(host.lowercased())
  }

  /// - Throws: `ServiceError` of code `misconfigured` for settings with which the service must not start.
  public func validate() throws(ServiceError) {
    func refuse(_ message: String) -> ServiceError { ServiceError(.internalServerError, .misconfigured, message) }
    if let token, token.utf8.count < 16 {
      throw refuse("The token has \(token.utf8.count) bytes, which can be guessed. Use one of 16 bytes or more.")
    }
    if !isLoopback, token == nil {
      throw refuse(
        "\(host) can be reached from other machines, so the service needs a token: put one into a file and name it "
          + "with --token-file, or set TITER_SERVE_TOKEN.")
    }
    if (certificate == nil) != (privateKey == nil) {
      throw refuse("TLS needs both a certificate and its key: give --tls-certificate and --tls-key.")
    }
    if let requestsPerSecond, !(0.001...1_000_000).contains(requestsPerSecond) {
      throw refuse("\(requestsPerSecond) requests a second are no rate. Give a number from 0.001 to 1000000.")
    }
    if maximumRequests < 1 || timeout <= .zero || grace < .zero || sessionPatience <= .zero
      || !(0...65_535).contains(port)
    {
      throw refuse("A bound on requests, a timeout and a port have to be positive, and a port at most 65535.")
    }
  }
}
