// The terminal's sockets, on the system's own. Reads answer as the terminal's do: SocketIsReadable guesses 1 on an empty
// buffer, and a read of an empty buffer waits out its time, which is counted.
#include "Mql5.hpp"
#include "Sockets.hpp"
#include "World.hpp"
#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

struct OpenSocket
{
   int descriptor;
   bool isConnected;
};

static std::map<int, OpenSocket> sockets;
static int nextSocket = 1;
static const int BadHandle = 5270, CannotConnect = 5272, Broken = 5273, NotAllowed = 4014;

static OpenSocket *Find(int socket)
{
   auto found = sockets.find(socket);
   if(found != sockets.end())
      return &found->second;
   SetLastError(BadHandle);
   return nullptr;
}

static int Break(OpenSocket *socket)
{
   socket->isConnected = false;
   SetLastError(Broken);
   return -1;
}

int SocketCreate(uint)
{
   int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
   if(descriptor < 0)
      return INVALID_HANDLE;
   sockets[nextSocket] = {descriptor, false};
   return nextSocket++;
}

bool SocketClose(int handle)
{
   OpenSocket *socket = Find(handle);
   if(socket == nullptr)
      return false;
   close(socket->descriptor);
   sockets.erase(handle);
   return true;
}

bool SocketConnect(int handle, const string &server, uint port, uint)
{
   OpenSocket *socket = Find(handle);
   sockaddr_in address = {};
   address.sin_family = AF_INET;
   address.sin_port = htons((uint16_t)port);
   if(socket == nullptr || world.denies)
   {
      SetLastError(NotAllowed);
      return false;
   }
   if(inet_pton(AF_INET, server.Bytes().c_str(), &address.sin_addr) != 1
      || connect(socket->descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
   {
      SetLastError(CannotConnect);
      return false;
   }
   int on = 1;
   setsockopt(socket->descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
   fcntl(socket->descriptor, F_SETFL, O_NONBLOCK);
   socket->isConnected = true;
   return true;
}

bool SocketIsConnected(int handle)
{
   OpenSocket *socket = Find(handle);
   return socket != nullptr && socket->isConnected;
}

uint SocketIsReadable(int handle)
{
   OpenSocket *socket = Find(handle);
   int there = 0;
   if(socket == nullptr || !socket->isConnected)
      return 0;
   ioctl(socket->descriptor, FIONREAD, &there);
   return there > 0 ? (uint)there : 1;
}

bool SocketTimeouts(int handle, uint, uint)
{
   return Find(handle) != nullptr;
}

int SocketRead(int handle, Array<uchar> &buffer, uint length, uint timeout)
{
   OpenSocket *socket = Find(handle);
   if(socket == nullptr || !socket->isConnected)
      return -1;
   if(timeout == 0 || timeout > 20)
      Abort("a read that would stop the program for long");
   std::string bytes(length, '\0');
   ssize_t got = recv(socket->descriptor, bytes.data(), length, MSG_DONTWAIT);
   if(got == 0 || (got < 0 && errno != EAGAIN))
      return Break(socket);
   if(got < 0)
   {
      world.blockedReads++;
      return -1;
   }
   ArrayResize(buffer, (int)got);
   for(ssize_t i = 0; i < got; i++)
      buffer[i] = (uchar)bytes[(size_t)i];
   return (int)got;
}

int SocketSend(int handle, const Array<uchar> &buffer, uint length)
{
   OpenSocket *socket = Find(handle);
   if(socket == nullptr || !socket->isConnected)
      return -1;
   Moment(world.dieAtSend);
   size_t most = (long)length < world.sendMax ? length : (size_t)world.sendMax;
   std::string bytes(buffer.Items().begin(), buffer.Items().begin() + (long)most);
   ssize_t sent = send(socket->descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
   if(sent < 0)
      return errno == EAGAIN ? 0 : Break(socket);
   return (int)sent;
}

// TLS is the terminal's own: not reproduced here, and README.md says so.
bool SocketTlsHandshake(int, const string &) { return false; }

int SocketTlsCertificate(int, string &, string &, string &, string &, datetime &) { return 0; }

int SocketTlsReadAvailable(int, Array<uchar> &, uint) { return -1; }

int SocketTlsSend(int, const Array<uchar> &, uint) { return -1; }

std::vector<int> OpenDescriptors()
{
   std::vector<int> all;
   for(auto &entry : sockets)
      if(entry.second.isConnected)
         all.push_back(entry.second.descriptor);
   return all;
}
