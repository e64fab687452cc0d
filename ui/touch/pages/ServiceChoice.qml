// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// All services by category on one page; with more than fit, the categories become tabs as well.
Item {
    id: choice

    property bool portrait: true
    property string category: ""
    readonly property var visit: TicketFlow.steps
    // A further service for the same ticket.
    readonly property bool adds: TicketFlow.stage === TicketFlow.Adding
    readonly property bool tight: category !== ""
                                  || sections.implicitHeight > height - fixed.implicitHeight - Theme.px(16)
    readonly property int columns: (portrait ? 2 : 4) - (Theme.easy ? 1 : 0)
    // Few services need no headings: one grid that fills the page.
    readonly property bool grouped: Hall.services.count > 8
    readonly property int rows: Math.ceil(Hall.services.count / columns)
    readonly property int share: (flick.height - Theme.px(52) - (rows - 1) * Theme.gap) / Math.max(1, rows)

    function soFar(): string {
        return visit.map(step => I18n.own(step.name))
            .reduce((before, next) => before === "" ? next : I18n.t("common.list", { before: before, next: next }), "");
    }

    CategoryTree {
        id: tree

        categories: Hall.categories
        services: Hall.services
    }

    Column {
        id: head

        x: Theme.margin
        width: parent.width - 2 * x
        spacing: Theme.px(24)

        Column {
            id: fixed

            width: parent.width
            spacing: Theme.px(8)

            Item {
                width: parent.width
                height: Math.max(title.implicitHeight, choice.adds ? stepBack.implicitHeight : 0)

                AppText {
                    id: title

                    width: parent.width - (choice.adds ? stepBack.width + Theme.px(24) : 0)
                    anchors.verticalCenter: parent.verticalCenter
                    text: choice.adds ? I18n.t("touch.add.title") : I18n.t("touch.choose")
                    size: Theme.title
                    font.bold: true
                }

                Chip {
                    id: stepBack

                    name: "add.back"
                    visible: choice.adds
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    icon: "back"
                    text: I18n.t("common.back")
                    onTouched: TicketFlow.back()
                }
            }

            AppText {
                width: parent.width
                text: choice.adds ? I18n.t("touch.add.hint", { services: choice.soFar() }) : I18n.t("touch.choose.hint")
                size: Theme.small
                color: Theme.textMuted
                bottomPadding: Theme.px(10)
            }

            NoteStrip {
                visible: Hall.alone
                width: parent.width
                icon: "link"
                text: I18n.t("touch.alone")
            }

            NoteStrip {
                visible: !Hall.paper
                width: parent.width
                icon: "printer"
                text: I18n.t("touch.paper.none")
            }
        }

        CategoryTabs {
            visible: choice.tight
            width: parent.width
            tree: tree
            category: choice.category
            onChosen: category => choice.category = category
        }
    }

    AppText {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        horizontalAlignment: Text.AlignHCenter
        visible: Hall.services.count === 0
        text: I18n.t("touch.no_services")
        color: Theme.textMuted
    }

    Flickable {
        id: flick

        anchors.top: head.bottom
        anchors.topMargin: Theme.px(16)
        anchors.bottom: parent.bottom
        width: parent.width
        clip: true
        contentHeight: sections.implicitHeight
        boundsBehavior: Flickable.StopAtBounds

        Column {
            id: sections

            x: Theme.margin
            width: flick.width - 2 * x
            topPadding: Theme.px(12)
            bottomPadding: Theme.px(40)
            spacing: Theme.px(32)

            ServiceSection {
                width: parent.width
                columns: choice.columns
                strangersTo: choice.grouped ? Hall.categories : null
                cardHeight: choice.grouped ? 0 : Math.min(choice.share, Theme.px(380))
                visible: count > 0 && choice.category === ""
            }

            Repeater {
                model: choice.grouped ? tree.ids : []

                ServiceSection {
                    id: part

                    required property string modelData

                    width: parent?.width ?? 0
                    columns: choice.columns // qmllint disable unqualified
                    category: part.modelData
                    title: tree.way(part.modelData).map(id => I18n.own(tree.name(id))).join(" · ") // qmllint disable unqualified
                    visible: count > 0 && tree.holds(choice.category, part.modelData) // qmllint disable unqualified
                }
            }
        }
    }

    // More below: says so without words.
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.px(90)
        visible: flick.contentY + flick.height < sections.implicitHeight - Theme.px(40)
        gradient: Gradient {
            GradientStop { position: 0; color: Qt.rgba(Theme.page.r, Theme.page.g, Theme.page.b, 0) }
            GradientStop { position: 1; color: Theme.page }
        }

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            width: Theme.px(56)
            height: width
            name: "next"
            rotation: 90
            color: Theme.accent
        }
    }

    Connections {
        target: TicketFlow

        function onLeft() {
            choice.category = "";
            flick.contentY = 0;
        }
    }
}
