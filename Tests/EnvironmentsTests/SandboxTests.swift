import Environments
import Foundation
import TestSupport
import Testing

@Suite("The sandbox", .tags(.python))
struct SandboxTests {
  private static func sandbox(workers: Int = 1) throws -> Sandbox {
    Sandbox(SandboxConfiguration(workers: workers, python: try PythonOracle.interpreter.path))
  }

  @Test("A command finds its files, and hands back what it made of them")
  func files() async throws {
    let sandbox = try Self.sandbox()
    let bytes = Data((0..<2_000).map { UInt8(truncatingIfNeeded: $0 * 7) })
    let result = try await sandbox.run(
      .shell("cat greeting/text; cp data copy; rm data; ln -s /etc/passwd link; mkfifo pipe; echo late >&2"),
      files: ["greeting/text": Data("hello".utf8), "data": bytes], collect: 1 << 20)
    #expect(result.status == 0)
    #expect(result.output == Data("hello".utf8))
    #expect(result.error == Data("late\n".utf8))
    #expect(result.files == ["greeting/text": Data("hello".utf8), "copy": bytes])
    #expect(!result.isTruncated)
    let few = try await sandbox.run(.shell("head -c 3000 /dev/zero > big"), collect: 1_000)
    #expect(few.isTruncated)
    #expect(few.files.isEmpty)
  }

  @Test("Nothing of one job is there for the next")
  func nothingStays() async throws {
    let sandbox = try Self.sandbox()
    _ = try await sandbox.run(.shell("echo secret > /tmp/left; echo secret > here; sleep 100 &"), files: [:])
    let result = try await sandbox.run(.shell("ls -A /tmp . ; ls /proc /dev/shm"), files: [:])
    #expect(String(decoding: result.output, as: UTF8.self) == ".:\n\n/tmp:\nwork\n/dev/shm:\n\n/proc:\n")
  }

  @Test("Exit statuses and signals are told apart")
  func statuses() async throws {
    let sandbox = try Self.sandbox()
    #expect(try await sandbox.run(.shell("exit 7")).status == 7)
    #expect(try await sandbox.run(.shell("kill -SEGV $$")).status == 128 + 11)
    #expect(try await sandbox.run(SandboxCommand(["no-such-program"])).status == 127)
    let environment = try await sandbox.run(
      SandboxCommand(["/bin/sh", "-c", "echo $WORD; env | sort | cut -d= -f1"], environment: ["WORD": "told"]))
    #expect(String(decoding: environment.output, as: UTF8.self).hasPrefix("told\n"))
    #expect(!String(decoding: environment.output, as: UTF8.self).contains("SWIFT"))
  }

  @Test("Every limit stops what goes beyond it, and says which it was")
  func limits() async throws {
    let sandbox = try Self.sandbox()
    var limits = SandboxLimits()
    limits.wallSeconds = 1
    let slow = try await sandbox.run(.shell("trap '' TERM; sleep 100"), limits: limits)
    #expect(slow.stop == .deadline)
    #expect(slow.wallSeconds < 10)
    limits = SandboxLimits()
    limits.outputBytes = 10_000
    let loud = try await sandbox.run(.shell("yes"), limits: limits)
    #expect(loud.stop == .output)
    #expect(loud.output.count <= 10_001)
    limits = SandboxLimits()
    limits.diskBytes = 1 << 20
    let big = try await sandbox.run(.shell("head -c 4000000 /dev/zero > a; wc -c < a"), limits: limits)
    #expect(
      Int(String(decoding: big.output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 <= 1 << 20)
    limits = SandboxLimits()
    limits.fileBytes = 1_000
    #expect(try await sandbox.run(.shell("head -c 2000 /dev/zero > a"), limits: limits).status != 0)
    limits = SandboxLimits()
    limits.memoryBytes = 128 << 20
    let program = "import os\nfor _ in range(3): os.fork()\nx = b'x' * (60 << 20)\nimport time; time.sleep(5)"
    let many = try await sandbox.run(SandboxCommand(["python3", "-c", program]), limits: limits)
    #expect(many.stop == .memory)
  }

  @Test(
    "File names that lead out of the work directory are refused",
    arguments: ["/etc/x", "../x", "a/../../x", "", "a//b"])
  func names(name: String) async throws {
    let error = await #expect(throws: SandboxError.self) {
      try await Self.sandbox().run(.shell("true"), files: [name: Data()])
    }
    #expect(error?.code == .badFileName)
  }

  @Test("More jobs than workers all get their turn")
  func pool() async throws {
    let sandbox = try Self.sandbox(workers: 2)
    let answers = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<12 {
        group.addTask {
          let result = try await sandbox.run(.shell("echo \(number)"))
          return String(decoding: result.output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(answers == Set((0..<12).map(String.init)))
  }

  @Test("What a job started is gone with it, however it ended")
  func end() async throws {
    let sandbox = try Self.sandbox()
    // A number of seconds that nobody else sleeps; the system sees processes of the sandbox too.
    let mark = "300.\(Int.random(in: 100_000...999_999))"
    func isRunning() throws -> Bool {
      try FileManager.default.contentsOfDirectory(atPath: "/proc").contains { entry in
        Int(entry) != nil
          && ((try? String(contentsOfFile: "/proc/\(entry)/cmdline", encoding: .utf8)) ?? "").contains(mark)
      }
    }
    var limits = SandboxLimits()
    limits.wallSeconds = 1.5
    async let killed = sandbox.run(.shell("setsid sleep \(mark) & (sleep \(mark) &); sleep \(mark)"), limits: limits)
    var wasRunning = false
    for _ in 0..<200 where !wasRunning {
      wasRunning = try isRunning()
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(wasRunning)
    #expect(try await killed.stop == .deadline)
    #expect(try !isRunning())
    #expect(try await sandbox.run(.shell("setsid sleep \(mark) & (sleep \(mark) &) ; true")).isSuccess)
    #expect(try !isRunning())
  }
}
