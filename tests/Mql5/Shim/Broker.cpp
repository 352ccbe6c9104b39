#include "Broker.hpp"
#include "World.hpp"
#include <algorithm>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <unistd.h>

Broker broker;

double BrokerSymbol::Point() const
{
   return std::pow(10.0, -digits);
}

long Broker::NowMsc() const
{
   long now = world.startMs + (long)(GetMicrosecondCount() / 1000) + offsetSeconds * 1000;
   return now > m_latest ? now : m_latest; // a server's clock does not begin anew with a terminal
}

void Broker::Quote(const std::string &symbol, double bid, double ask)
{
   BrokerSymbol &quoted = symbols[symbol];
   quoted.bid = bid;
   quoted.ask = ask;
   quoted.quoted = NowMsc();
   SymbolSelect(string::Of(symbol), true);
}

void Broker::Open(const std::string &path)
{
   m_path = path;
   std::ifstream file(path);
   for(std::string line; std::getline(file, line);)
      Apply(line);
}

std::vector<std::string> Broker::Split(const std::string &line) const
{
   std::vector<std::string> fields;
   std::stringstream stream(line);
   for(std::string field; std::getline(stream, field, '\t');)
      fields.push_back(field);
   return fields;
}

// One write for all of it: a kill leaves everything of an execution or nothing.
void Broker::Commit(const std::vector<std::string> &lines)
{
   std::string text;
   for(const std::string &line : lines)
      text += line + "\n";
   int descriptor = open(m_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
   if(descriptor < 0 || write(descriptor, text.data(), text.size()) != (ssize_t)text.size())
      Abort("the broker cannot write");
   close(descriptor);
   for(const std::string &line : lines)
      Apply(line);
   hasNews = true;
}

template <typename... Parts> static std::string Join(const Parts &...parts)
{
   std::ostringstream line;
   line.precision(15);
   ((line << parts << '\t'), ...);
   line << '.';
   return line.str();
}

std::string Broker::Line(const BrokerOrder &o) const
{
   return Join("O", o.ticket, o.symbol, o.type, o.volume, o.left, o.price, o.sl, o.tp, o.magic, o.comment, o.state,
               o.setup, o.done, o.position, o.isLive);
}

std::string Broker::Line(const BrokerPosition &p) const
{
   return Join("P", p.id, p.symbol, p.isBuy, p.volume, p.open, p.sl, p.tp, p.magic, p.comment, p.ticket,
               p.opened);
}

std::string Broker::Line(const BrokerDeal &d) const
{
   return Join("D", d.ticket, d.order, d.position, d.symbol, d.isBuy, d.entry, d.volume, d.price, d.profit,
               d.commission, d.magic, d.comment, d.reason, d.time);
}

void Broker::Apply(const std::string &line)
{
   std::vector<std::string> f = Split(line);
   auto whole = [&](size_t i) { return std::stol(f.at(i)); };
   auto real = [&](size_t i) { return std::stod(f.at(i)); };
   long ticket = whole(1);
   m_next = ticket > m_next ? ticket : m_next;
   long time = f[0] == "O" ? std::max(whole(12), whole(13)) : f[0] == "D" ? whole(14) : 0;
   m_latest = time > m_latest ? time : m_latest;
   if(f[0] == "O")
      orders[ticket] = {ticket, f[2], (int)whole(3), real(4), real(5), real(6), real(7), real(8), whole(9), f[10],
                        (int)whole(11), whole(12), whole(13), whole(14), whole(15) != 0};
   else if(f[0] == "D")
      deals[ticket] = {ticket, whole(2), whole(3), f[4], whole(5) != 0, (int)whole(6), real(7), real(8), real(9),
                       real(10), whole(11), f[12], (int)whole(13), whole(14)};
   else if(real(4) < 0.000001)
      positions.erase(ticket);
   else
      positions[ticket] = {ticket, whole(10), f[2], whole(3) != 0, real(4), real(5), real(6), real(7), whole(8), f[9],
                           whole(11)};
}

const BrokerPosition *Broker::FindPosition(long ticket) const
{
   for(auto &entry : positions)
      if(entry.second.ticket == ticket)
         return &entry.second;
   return nullptr;
}

long Broker::Deal(std::vector<std::string> &lines, BrokerOrder &order, double volume, double price, int reason,
                  long target)
{
   BrokerDeal deal;
   BrokerPosition held;
   deal.isBuy = order.type % 2 == 0; // BUY, BUY_LIMIT and BUY_STOP are even
   for(auto &entry : positions)
      if(isHedging ? entry.second.ticket == target : entry.second.symbol == order.symbol)
         held = entry.second;
   deal.ticket = NewTicket();
   deal.order = order.ticket;
   deal.symbol = order.symbol;
   deal.volume = volume;
   deal.price = price;
   deal.commission = -3.5 * volume;
   deal.magic = order.magic;
   deal.comment = order.comment;
   deal.reason = reason;
   deal.time = NowMsc();
   bool closes = held.id != 0 && held.isBuy != deal.isBuy;
   if(held.id == 0)
      held = {order.ticket, order.ticket, order.symbol, deal.isBuy, 0, price, order.sl, order.tp, order.magic,
              order.comment, deal.time};
   if(!closes)
   {
      deal.entry = DEAL_ENTRY_IN;
      held.open = (held.open * held.volume + price * volume) / (held.volume + volume);
      held.volume += volume;
   }
   else
   {
      double part = volume < held.volume ? volume : held.volume;
      deal.entry = volume > held.volume + 0.000001 ? DEAL_ENTRY_INOUT : DEAL_ENTRY_OUT;
      deal.profit = (price - held.open) * (held.isBuy ? 1 : -1) * part * symbols.at(order.symbol).contract;
      held.volume -= volume;
      if(deal.entry == DEAL_ENTRY_INOUT)
      {
         held.isBuy = deal.isBuy;
         held.volume = -held.volume;
         held.open = price;
         held.ticket = order.ticket;
         held.sl = order.sl;
         held.tp = order.tp;
      }
   }
   deal.position = order.position = held.id;
   lines.push_back(Line(deal));
   lines.push_back(Line(held));
   return deal.ticket;
}

uint Broker::Check(const MqlTradeRequest &request) const
{
   auto found = symbols.find(request.symbol.Bytes());
   if(found == symbols.end())
      return TRADE_RETCODE_INVALID;
   const BrokerSymbol &symbol = found->second;
   double steps = request.volume / symbol.volumeStep;
   if(request.volume < symbol.volumeMin - 0.000001 || request.volume > symbol.volumeMax
      || std::fabs(steps - std::round(steps)) > 0.000001)
      return TRADE_RETCODE_INVALID_VOLUME;
   bool fits = request.type_filling == ORDER_FILLING_FOK ? (symbol.filling & SYMBOL_FILLING_FOK) != 0
               : request.type_filling == ORDER_FILLING_IOC ? (symbol.filling & SYMBOL_FILLING_IOC) != 0
               : request.action == TRADE_ACTION_PENDING || symbol.execution != SYMBOL_TRADE_EXECUTION_MARKET;
   return fits ? 0 : TRADE_RETCODE_INVALID_FILL;
}

bool Broker::ExecuteDeal(const MqlTradeRequest &request, MqlTradeResult &result, const Answer *answer)
{
   const BrokerSymbol &symbol = symbols.at(request.symbol.Bytes());
   std::vector<std::string> lines;
   BrokerOrder order;
   bool isPending = request.action == TRADE_ACTION_PENDING;
   bool isPartial = answer != nullptr && answer->kind == "partial";
   order = {NewTicket(), request.symbol.Bytes(), request.type, request.volume, request.volume, request.price, request.sl,
            request.tp, (long)request.magic, eatsComments ? "[changed]" : request.comment.Bytes(), ORDER_STATE_PLACED,
            NowMsc(), 0, 0, isPending};
   if(request.position != 0 && FindPosition((long)request.position) == nullptr)
   {
      result.retcode = TRADE_RETCODE_POSITION_CLOSED;
      return false;
   }
   result.order = (ulong)order.ticket;
   if(!isPending)
   {
      double volume = isPartial ? answer->volume : request.volume;
      result.price = request.type == ORDER_TYPE_BUY ? symbol.ask : symbol.bid;
      result.volume = volume;
      result.deal = (ulong)Deal(lines, order, volume, result.price, DEAL_REASON_EXPERT, (long)request.position);
      order.left = request.volume - volume;
      order.state = isPartial ? ORDER_STATE_CANCELED : ORDER_STATE_FILLED;
      order.done = NowMsc();
   }
   result.retcode = isPartial ? TRADE_RETCODE_DONE_PARTIAL : TRADE_RETCODE_DONE;
   lines.push_back(Line(order));
   Commit(lines);
   return true;
}

bool Broker::Execute(const MqlTradeRequest &request, MqlTradeResult &result, const Answer *answer)
{
   if(request.action == TRADE_ACTION_DEAL || request.action == TRADE_ACTION_PENDING)
   {
      uint code = Check(request);
      if(code == 0)
         return ExecuteDeal(request, result, answer);
      result.retcode = code;
      return false;
   }
   result.retcode = TRADE_RETCODE_DONE;
   if(request.action == TRADE_ACTION_SLTP)
   {
      if(!MovePosition((long)request.position, request.sl, request.tp))
         result.retcode = TRADE_RETCODE_POSITION_CLOSED;
   }
   else
   {
      auto found = orders.find((long)request.order);
      if(found == orders.end() || !found->second.isLive)
         result.retcode = TRADE_RETCODE_INVALID;
      else if(request.action == TRADE_ACTION_REMOVE)
         EndPending((long)request.order, ORDER_STATE_CANCELED);
      else
      {
         BrokerOrder order = found->second;
         order.price = request.price;
         order.sl = request.sl;
         order.tp = request.tp;
         Commit({Line(order)});
      }
   }
   return result.retcode == TRADE_RETCODE_DONE;
}

bool Broker::ClosePosition(long ticket, double volume, double price, int reason)
{
   const BrokerPosition *found = FindPosition(ticket);
   if(found == nullptr)
      return false;
   std::vector<std::string> lines;
   BrokerPosition held = *found;
   BrokerOrder order;
   bool isStop = reason == DEAL_REASON_SL || reason == DEAL_REASON_TP || reason == DEAL_REASON_SO;
   double part = volume > 0 ? volume : held.volume;
   // What the server closes by itself carries the position's magic; what a user closes carries none.
   order = {NewTicket(), held.symbol, held.isBuy ? ORDER_TYPE_SELL : ORDER_TYPE_BUY, part, 0, price, 0, 0,
            isStop ? held.magic : 0, isStop ? "[sl]" : "by hand", ORDER_STATE_FILLED, NowMsc(), NowMsc(), held.id, false};
   Deal(lines, order, part, price, reason, ticket);
   lines.push_back(Line(order));
   Commit(lines);
   return true;
}

bool Broker::FillPending(long ticket, double volume, double price)
{
   auto found = orders.find(ticket);
   if(found == orders.end() || !found->second.isLive)
      return false;
   std::vector<std::string> lines;
   BrokerOrder order = found->second;
   double part = volume > 0 ? volume : order.left;
   Deal(lines, order, part, price, DEAL_REASON_EXPERT, 0);
   order.left -= part;
   order.isLive = order.left > 0.000001;
   order.state = order.isLive ? ORDER_STATE_PARTIAL : ORDER_STATE_FILLED;
   order.done = order.isLive ? 0 : NowMsc();
   lines.push_back(Line(order));
   Commit(lines);
   return true;
}

bool Broker::EndPending(long ticket, int state)
{
   auto found = orders.find(ticket);
   if(found == orders.end() || !found->second.isLive)
      return false;
   BrokerOrder order = found->second;
   order.isLive = false;
   order.state = state;
   order.done = NowMsc();
   Commit({Line(order)});
   return true;
}

bool Broker::MovePosition(long ticket, double sl, double tp)
{
   const BrokerPosition *found = FindPosition(ticket);
   if(found == nullptr)
      return false;
   BrokerPosition held = *found;
   held.sl = sl;
   held.tp = tp;
   Commit({Line(held)});
   return true;
}
