// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The ticket terminal: which of its pages is shown follows from the link, the hall and the flow alone.
Rectangle {
    id: page

    readonly property bool portrait: height > width
    readonly property int stage: TicketFlow.stage
    readonly property bool busy: stage === TicketFlow.Given || stage === TicketFlow.Issuing
                                 || stage === TicketFlow.Refused
    // A ticket in the hand stays a fact without a link; an offer does not.
    readonly property string place: {
        if (busy)
            return stage === TicketFlow.Given ? "given" : (stage === TicketFlow.Issuing ? "issuing" : "refused");
        if (!Hall.fresh)
            return "offline";
        return Hall.ticketsRefused !== "" || !Hall.dayOpen ? "stopped" : "choose";
    }

    color: Theme.page

    TerminalHeader {
        id: header

        width: parent.width
    }

    Item {
        id: body

        anchors.top: header.bottom
        anchors.bottom: footer.top
        width: parent.width

        ServiceChoice {
            anchors.fill: parent
            visible: page.place === "choose"
            portrait: page.portrait
        }

        TicketGiven {
            anchors.fill: parent
            visible: page.place === "given"
            portrait: page.portrait
        }

        TerminalNotice {
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.margin
            visible: page.place !== "choose" && page.place !== "given"
            place: page.place
        }
    }

    TerminalFooter {
        id: footer

        anchors.bottom: parent.bottom
        width: parent.width
        enabled: page.stage !== TicketFlow.Issuing
    }

    ConfirmSheet {
        anchors.fill: parent
        portrait: page.portrait
        open: page.stage === TicketFlow.Confirming && page.place === "choose"
    }

    // Whatever is touched, somebody is there.
    PointHandler {
        onActiveChanged: TicketFlow.touched()
    }

    Connections {
        target: TicketFlow

        function onLeft() {
            Theme.easy = false;
        }
    }
}
