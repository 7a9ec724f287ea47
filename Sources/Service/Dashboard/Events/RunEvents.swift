import Experiments
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Reports
import ServiceLifecycle
import Synchronization

/// Tells a page of new rows for as long as a run goes on: server-sent events.
///
/// `rows` says that there are new ones, with how far every stage is; `end` that none will come any more. A comment keeps
/// the connection open in between.
struct RunEvents: Sendable {
  let directory: RunDirectory
  let shelf: RunShelf
  let bound: RequestBound
  /// How often the ledger's files are looked at, and how long nothing may be said.
  var interval = Duration.milliseconds(500)
  var silence = Duration.seconds(15)
  /// The least time between two events: a page takes a while to be made.
  var rest = Duration.seconds(2)

  /// The stream, which ends with the run, with the client or with the service.
  ///
  /// - Throws: `ServiceError` where there are too many already, `LedgerError` where the ledger cannot be read.
  func response(while isConnected: @escaping @Sendable () -> Bool) async throws -> Response {
    let place = try bound.enter()
    let first = try await shelf.state(of: directory)
    var headers = DashboardFrame.headers(type: "text/event-stream; charset=utf-8")
    if let name = HTTPField.Name("X-Accel-Buffering") { headers[name] = "no" }
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody { writer in
        _ = place
        try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
        // A shutdown ends the stream, which would else keep the service from ending.
        let ending = Ending()
        try await withGracefulShutdownHandler {
          try await tell(first, to: &writer) { isConnected() && !ending.isBegun.load(ordering: .relaxed) }
        } onGracefulShutdown: {
          ending.isBegun.store(true, ordering: .relaxed)
        }
        try await writer.finish(nil)
      })
  }

  private func tell(
    _ first: RunState, to writer: inout any ResponseBodyWriter, while isConnected: @Sendable () -> Bool
  ) async throws {
    var state = first
    var mark = LedgerMark(directory.ledger)
    var spoken = ContinuousClock.now
    try await send("rows", state, to: &writer)
    while isConnected(), !Task.isCancelled {
      if state.activity == .finished {
        try await send("end", state, to: &writer)
        return
      }
      try await Task.sleep(for: interval)
      let now = LedgerMark(directory.ledger)
      if now != mark, ContinuousClock.now - spoken >= rest {
        mark = now
        let latest = try await shelf.state(of: directory)
        if latest != state {
          state = latest
          spoken = .now
          try await send("rows", state, to: &writer)
        }
      } else if ContinuousClock.now - spoken > silence {
        // A run that was killed leaves its ledger as it is.
        let latest = try await shelf.state(of: directory)
        spoken = .now
        if latest != state { try await send("rows", latest, to: &writer) }
        try await writer.write(ByteBuffer(string: ": \(latest.activity.rawValue)\n\n"))
        state = latest
      }
    }
  }

  private func send(_ event: String, _ state: RunState, to writer: inout any ResponseBodyWriter) async throws {
    struct Message: Encodable {
      struct Stage: Encodable {
        var id: String
        var status: String
        var step: Int
        var steps: Int
      }
      var activity: String
      var stages: [Stage]
    }
    let message = Message(
      activity: state.activity.rawValue,
      stages: state.stages.map {
        Message.Stage(id: $0.record.id, status: $0.record.status.rawValue, step: $0.step, steps: $0.record.steps)
      })
    // JSON has no raw line break, so that the data is one line.
    let data = String(decoding: try JSONEncoder().encode(message), as: UTF8.self)
    try await writer.write(ByteBuffer(string: "event: \(event)\ndata: \(data)\n\n"))
  }
}

/// Whether the service was told to stop.
private final class Ending: Sendable {
  let isBegun = Atomic(false)
}
