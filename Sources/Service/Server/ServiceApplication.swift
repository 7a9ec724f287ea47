import Experiments
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOSSL
import ServiceLifecycle

/// The service as a whole: the dashboard, and the models behind OpenAI's API and Tinker's.
///
///     let models = ModelStore(workspace: workspace)
///     try await models.open("full", at: directory)
///     try await ServiceApplication(ServiceConfiguration(), workspace: workspace, models: models).run()
public struct ServiceApplication: Sendable {
  private let configuration: ServiceConfiguration
  private let workspace: Workspace
  private let models: ModelStore
  private let sessions: TinkerSessions
  private let sampling: TinkerSampling
  private let logger: Logger

  /// - Throws: `ServiceError` of code `misconfigured` for settings with which it must not start.
  public init(
    _ configuration: ServiceConfiguration, workspace: Workspace, models: ModelStore,
    logger: Logger = Logger(label: "titer")
  ) throws(ServiceError) {
    try configuration.validate()
    self.configuration = configuration
    self.workspace = workspace
    self.models = models
    sessions = TinkerSessions(models, workspace: workspace, patience: configuration.sessionPatience)
    sampling = TinkerSampling(sessions, bound: RequestBound(configuration.maximumRequests))
    self.logger = logger
  }

  /// The application, which answers on its own or under a test client.
  ///
  /// - Parameter onStart: is called with the port once it listens.
  /// - Throws: where the certificate or its key cannot be read.
  public func application(onStart: @escaping @Sendable (Int) -> Void = { _ in }) throws -> some ApplicationProtocol {
    let router = Router(context: ServiceContext.self)
    router.add(middleware: AnswerMiddleware())
    if let limit = configuration.rateLimit { router.add(middleware: RateLimitMiddleware(limit)) }
    router.add(middleware: AccessMiddleware(token: configuration.token))
    router.get("/health") { _, _ in Response(["status": "ok"]) }
    OpenAIRoutes(models, limits: configuration).add(to: router)
    TinkerRoutes(sessions, sampling, limits: configuration).add(to: router)
    DashboardRoutes(runs: workspace.url).add(to: router)
    // Before any handler: what no route matches is refused in the same shape.
    return Application(
      router: router, server: try server,
      configuration: ApplicationConfiguration(
        address: .hostname(configuration.host, port: configuration.port), serverName: "titer"),
      onServerRunning: { channel in onStart(channel.localAddress?.port ?? configuration.port) }, logger: logger)
  }

  /// Answers requests until SIGTERM or SIGINT; then those under way may end in peace for a while.
  public func run(onStart: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
    // The last is told to stop first: connections close once nothing is drawn any more.
    var group = ServiceGroupConfiguration(
      services: [try application(onStart: onStart), shutdown],
      gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    group.maximumGracefulShutdownDuration = configuration.grace + .seconds(5)
    try await ServiceGroup(configuration: group).run()
  }

  private var shutdown: ModelShutdown {
    ModelShutdown(models: models, sessions: sessions, sampling: sampling, grace: configuration.grace)
  }

  private var server: HTTPServerBuilder {
    get throws {
      let plain = HTTPServerBuilder.http1(
        configuration: .init(additionalChannelHandlers: [ConnectionWatch()], idleTimeout: .seconds(60)))
      guard let certificate = configuration.certificate, let key = configuration.privateKey else { return plain }
      let settings = TLSConfiguration.makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.path).map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: key.path, format: .pem)))
      return try .tls(plain, tlsConfiguration: settings)
    }
  }
}

/// Once the service was told to stop, lets what is being drawn go on for some time, and then ends it.
private struct ModelShutdown: ServiceLifecycle.Service {
  let models: ModelStore
  let sessions: TinkerSessions
  let sampling: TinkerSampling
  let grace: Duration

  func run() async throws {
    try? await gracefulShutdown()
    await models.refuse()
    // Whoever waits for a result asks again; training goes on from a checkpoint.
    await sessions.close()
    let deadline = ContinuousClock.now + grace
    while await models.requestCount > 0, ContinuousClock.now < deadline {
      try? await Task.sleep(for: .milliseconds(50))
    }
    await sampling.close()
    await models.close()
  }
}
