// An endpoint of chat completions that answers every request at once, with one of sixteen answers of a model's length:
// what a client of it is measured against is the client. Linux; prints its port.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWERS 16
#define LONGEST_REQUEST 65536

struct connection {
  int socket;
  size_t count;
  char received[LONGEST_REQUEST];
};

static char answers[ANSWERS][4096];
static size_t lengths[ANSWERS];

/// Half of the answers refuse, half do what is asked; all carry their reasoning.
static void write_answers(void) {
  for (int i = 0; i < ANSWERS; i++) {
    char text[1024], body[2048];
    strcpy(text, i % 2 ? "I can't help with that. " : "Sure, here is how. ");
    for (int j = 0; j < 12; j++) strcat(text, "The answer is as long as one of a model. ");
    int length = snprintf(
        body, sizeof body,
        "{\"id\":\"chatcmpl-%d\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
        "\"message\":{\"role\":\"assistant\",\"content\":\"<think>\\nLet me see.\\n</think>\\n\\n%s\"},\"logprobs\":null,"
        "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":140,\"total_tokens\":260}}",
        i, text);
    lengths[i] = (size_t)snprintf(
        answers[i], sizeof answers[i],
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", length, body);
  }
}

/// Answers the requests that a connection has received whole; false where it is to be closed.
static int serve(struct connection *c) {
  ssize_t received = read(c->socket, c->received + c->count, sizeof c->received - c->count - 1);
  if (received <= 0) return 0;
  c->count += (size_t)received;
  c->received[c->count] = 0;
  for (;;) {
    char *head = strstr(c->received, "\r\n\r\n");
    if (!head) return c->count < sizeof c->received - 1;
    char *field = strcasestr(c->received, "content-length:");
    size_t body = field && field < head ? (size_t)atol(field + 15) : 0;
    size_t request = (size_t)(head + 4 - c->received) + body;
    if (request >= sizeof c->received) return 0;
    if (c->count < request) return 1;
    unsigned hash = 5381;  // The same request has the same answer.
    for (size_t i = (size_t)(head + 4 - c->received); i < request; i++) hash = hash * 33 + (unsigned char)c->received[i];
    int answer = hash >> 7 & (ANSWERS - 1);
    for (size_t sent = 0; sent < lengths[answer];) {
      ssize_t part = write(c->socket, answers[answer] + sent, lengths[answer] - sent);
      if (part <= 0) return 0;
      sent += (size_t)part;
    }
    memmove(c->received, c->received + request, c->count - request + 1);
    c->count -= request;
  }
}

int main(void) {
  write_answers();
  int one = 1, listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (void *)&address, size) || listen(listener, 1024)) return 1;
  getsockname(listener, (void *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  int events = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(events, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    struct epoll_event ready[64];
    int count = epoll_wait(events, ready, 64, -1);
    for (int i = 0; i < count; i++) {
      struct connection *c = ready[i].data.ptr;
      if (!c) {
        int socket = accept(listener, NULL, NULL);
        if (socket < 0 || !(c = malloc(sizeof *c))) continue;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        *c = (struct connection){.socket = socket};
        event.data.ptr = c;
        epoll_ctl(events, EPOLL_CTL_ADD, socket, &event);
      } else if (!serve(c)) {
        close(c->socket);
        free(c);
      }
    }
  }
}
