import Foundation
import Hummingbird
import OpenAIBackend
import TinkerBackend

/// Tinker's API over the embedded engine, as its official client speaks it.
struct TinkerRoutes: Sendable {
  /// What all of its paths begin with.
  static let root = "/api/v1/"

  private let sessions: TinkerSessions
  private let sampling: TinkerSampling
  private let maximumRequests: Int
  private let showsDirectories: Bool

  init(_ sessions: TinkerSessions, _ sampling: TinkerSampling, limits: ServiceConfiguration) {
    self.sessions = sessions
    self.sampling = sampling
    maximumRequests = limits.maximumRequests
    showsDirectories = limits.isLoopback
  }

  func add(to router: Router<ServiceContext>) {
    let group = router.group("/api/v1")
    group.get("/healthz") { _, _ in Response(["status": "ok"]) }
    group.get("/get_server_capabilities") { _, _ in try Response(wire: await capabilities()) }
    group.post("/client/config") { request, context in
      let asked = try await WireBody(of: request, context).value(ClientConfigRequest.self)
      return Response(clientConfiguration(asked.sdkVersion ?? ""))
    }
    group.post("/client/dynamic_config") { _, _ in Response(["sample_cancel_enabled": true]) }
    group.post("/telemetry") { request, context in
      // Nothing is kept of it.
      _ = try await request.body.collect(upTo: context.maxUploadSize)
      return Response(["status": "accepted"])
    }
    SessionRoutes(sessions).add(to: group)
    TrainingRoutes(sessions, showsDirectories: showsDirectories).add(to: group)
    SamplingRoutes(sessions, sampling).add(to: group)
    PromiseRoutes(sessions, sampling).add(to: group)
    CheckpointRoutes(sessions).add(to: group)
  }

  private func capabilities() async -> CapabilitiesResponse {
    CapabilitiesResponse(
      supportedModels: await sessions.models.models().map {
        CapabilitiesResponse.Model(
          modelName: $0.name, maxContextLength: $0.maximumLength, trainable: $0.checkpoint != nil, sampleable: true)
      })
  }

  /// How a client is to behave. Up to 0.24 the official one speaks JSON, and reads its answers alone in it.
  private func clientConfiguration(_ version: String) -> JSONValue {
    let parts = version.split(separator: ".").map { Int($0) ?? 0 }
    let speaksProtobuf = parts.count > 1 && (parts[0] > 0 || parts[1] > 24)
    return [
      "proto_write_fwdbwd": .bool(speaksProtobuf),
      "pjwt_auth_enabled": false, "use_pyqwest_transport": false, "parallel_fwdbwd_chunks": true,
      "sample_max_concurrent_requests": .integer(maximumRequests), "sample_use_retrieve_futures": true,
    ]
  }
}

extension Response {
  /// An answer in the JSON of Tinker's API.
  init(wire value: some Encodable) throws {
    self.init(
      status: .ok, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: try WireJSON.data(of: value))))
  }
}
