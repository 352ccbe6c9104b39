// Usage: unit <folder> list | unit <folder> hmac | unit <folder> <scenario>. hmac reads "key<tab>data<tab>mac" lines, key
// and data in hex, and says yes or no to each.
// The programs' headers define what they declare, as MQL5's do, so all that uses them is one unit.
#include "Desk.cpp"
#include "JournalScenarios.cpp"
#include "OrderScenarios.cpp"
#include "PendingScenarios.cpp"
#include "ProviderScenarios.cpp"
#include "UnclearScenarios.cpp"
#include "WatchScenarios.cpp"
#include <cstdio>
#include <iostream>
#include <sstream>

static void Bytes(const std::string &hex, Array<uchar> &bytes)
{
   for(size_t i = 0; i + 1 < hex.size(); i += 2)
      bytes.Items().push_back((uchar)std::stoi(hex.substr(i, 2), nullptr, 16));
}

static int AnswerHmacs()
{
   for(std::string line; std::getline(std::cin, line);)
   {
      std::istringstream fields(line);
      std::string key, data, mac;
      Array<uchar> keyBytes, dataBytes, digest;
      CHmac hmac;
      std::getline(fields, key, '\t');
      std::getline(fields, data, '\t');
      std::getline(fields, mac, '\t');
      Bytes(key, keyBytes);
      Bytes(data, dataBytes);
      bool known = hmac.SetKey(keyBytes) && hmac.Compute(dataBytes, digest);
      string found = StringSubstr(HexText(digest), 0, (int)mac.size());
      std::printf(known && EqualInConstantTime(found, string::Of(mac)) ? "yes\n" : "no\n");
   }
   return 0;
}

int main(int count, char **arguments)
{
   if(count != 3)
      return 2;
   std::string folder = arguments[1], name = arguments[2];
   world.sandbox = folder + "/Files";
   world.isQuiet = true;
   broker.Open(folder + "/broker.log");
   broker.Quote("EURUSD", 1.08337, 1.08345);
   broker.Quote("USDJPY", 156.780, 156.783);
   broker.symbols["USDJPY"].digits = 3;
   if(name == "hmac")
      return AnswerHmacs();
   bool ran = false;
   for(auto &all : {JournalScenarios(), OrderScenarios(), UnclearScenarios(), PendingScenarios(), ProviderScenarios(),
                    WatchScenarios()})
      for(auto &scenario : all)
         if(name == "list")
            std::printf("%s\n", scenario.first);
         else if(name == scenario.first)
         {
            ran = true;
            scenario.second();
         }
   if(name != "list" && !ran)
      std::printf("failed there is no scenario %s\n", name.c_str());
   return name != "list" && (!ran || failures > 0) ? 1 : 0;
}
